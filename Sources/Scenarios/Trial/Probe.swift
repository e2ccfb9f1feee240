package import Trials

/// The only door to a system under test: each message and each change goes through it, and into the
/// journal.
package struct Probe<System: SystemUnderTest> {
    /// An event in a system's life.
    private enum Event {
        case submitted(Submission)
        /// The operator's doing, or the trial's own.
        case changed((inout System) throws -> Void)
    }

    package private(set) var system: System
    private var events: [Event] = []

    package init(_ system: System) {
        self.system = system
    }

    /// Messages in the order of sending.
    package var submissions: [Submission] {
        events.compactMap { event in
            guard case .submitted(let submission) = event else { return nil }
            return submission
        }
    }

    package var eventCount: Int { events.count }

    /// Sends bytes to the system. One that fails at them has heard them all the same.
    ///
    /// **Throws:** a fault of the laboratory.
    package mutating func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock,
        isAttack: Bool = false
    ) throws -> Reply {
        var refusals: [Guard] = []
        defer {
            note(
                Submission(
                    bytes: bytes, surface: surface, source: source, clock: clock,
                    refusals: refusals, isAttack: isAttack))
        }
        let reply = try system.submit(bytes, to: surface, from: source, at: clock)
        refusals = reply.refusals.map(\.by)
        return reply
    }

    /// Notes a message that the system gave itself, as its own miner does.
    package mutating func note(_ submission: Submission) {
        events.append(.submitted(submission))
    }

    /// Changes the system; a replay does the same.
    package mutating func change(_ body: @escaping (inout System) throws -> Void) throws {
        events.append(.changed(body))
        try body(&system)
    }

    /// Lets the system do something that a replay must not do, or does in another way.
    ///
    /// - Parameter again: the replay's way.
    package mutating func act<Value, Failure: Error>(
        replayedAs again: ((inout System) throws -> Void)? = nil,
        _ body: (inout System) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let again { events.append(.changed(again)) }
        return try body(&system)
    }

    /// Plays all events once more, to a new system. **Result:** that system after them.
    ///
    /// **Throws:** a fault of the laboratory.
    package func replayed(to new: System) throws -> System {
        var system = new
        for event in events {
            switch event {
            case .submitted(let message):
                _ = try system.submit(
                    message.bytes, to: message.surface, from: message.source, at: message.clock)
            case .changed(let change): try change(&system)
            }
        }
        return system
    }
}
