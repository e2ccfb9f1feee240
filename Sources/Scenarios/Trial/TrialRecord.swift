internal import Cryptography
package import Trials

/// The record of a trial: time, events, guards that fired.
package struct TrialRecord {
    package private(set) var log = EventLog()
    package private(set) var guardsHit: [Guard] = []
    package var clock: LogicalClock

    package init(clock: LogicalClock) {
        self.clock = clock
    }

    package mutating func note(_ what: String) { log.note(clock.milliseconds, what) }

    /// - Parameter countsGuards: whether guards that refuse have fired against the attack.
    package mutating func note(_ what: String, _ reply: Reply, countsGuards: Bool = true) {
        if countsGuards { note(reply.refusals) }
        let refusals = reply.refusals.map { "refused by \($0.by.name)" }
        note(
            "\(what): " + (refusals.isEmpty ? "taken" : refusals.joined(separator: ", "))
                + ", head \(reply.head), state \(reply.stateDigest.text)")
    }

    package mutating func note(_ refusals: [Refusal]) {
        for refusal in refusals { note(hit: refusal.by) }
    }

    package mutating func note(hit guardHit: Guard) {
        if !guardsHit.contains(guardHit) { guardsHit.append(guardHit) }
    }
}
