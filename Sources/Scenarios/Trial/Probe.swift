package import Trials

/// A message on its way into a system under test, and the answer to it.
package struct Submission: Sendable {
    package let bytes: [UInt8]
    package let surface: Surface
    package let source: Source
    package let clock: LogicalClock
    package let refusals: [Guard]
    /// Whether the attacker sent it.
    package let isAttack: Bool

    package var isAccepted: Bool { refusals.isEmpty }

    package init(
        bytes: [UInt8], surface: Surface, source: Source, clock: LogicalClock, refusals: [Guard],
        isAttack: Bool
    ) {
        self.bytes = bytes
        self.surface = surface
        self.source = source
        self.clock = clock
        self.refusals = refusals
        self.isAttack = isAttack
    }
}

/// The only door to a system under test: each message goes through it, into the trial's record and
/// into the journal.
package struct Probe<System: SystemUnderTest> {
    package private(set) var system: System
    /// In the order of sending.
    package private(set) var journal: [Submission] = []

    package init(_ system: System) {
        self.system = system
    }

    /// **Throws:** a fault of the laboratory.
    package mutating func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String,
        isAttack: Bool = false, noting record: inout TrialRecord
    ) throws -> Reply {
        let reply = try system.submit(bytes, to: surface, from: source, at: record.clock)
        record.note("\(name) to \(surface.name)", reply)
        journal.append(
            Submission(
                bytes: bytes, surface: surface, source: source, clock: record.clock,
                refusals: reply.refusals.map(\.by), isAttack: isAttack))
        return reply
    }

    /// Sends the journal once more, to a new system. **Result:** that system after it.
    ///
    /// **Throws:** a fault of the laboratory.
    package func replayed(to new: System) throws -> System {
        var system = new
        for message in journal {
            _ = try system.submit(
                message.bytes, to: message.surface, from: message.source, at: message.clock)
        }
        return system
    }
}
