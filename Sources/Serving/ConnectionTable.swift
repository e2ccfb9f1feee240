internal import Foundation
internal import Synchronization

/// The open connections of a listener, their deadlines, and the order to stop.
///
/// A connection is known by its descriptor until it is taken out, which comes before it is closed:
/// no deadline reaches a descriptor that another connection has by then.
final class ConnectionTable: Sendable {
    /// The state of a connection, as far as deadlines go.
    enum Phase: Equatable {
        /// Before the first byte of the first request.
        case new
        /// Between requests.
        case idle
        case request
        /// The router's time is its own.
        case router
        case answer
        /// The sender of what was refused may still read the answer.
        case farewell
    }

    private struct Entry {
        var phase: Phase
        var deadline: ContinuousClock.Instant?
        var isLate = false
    }

    private struct State {
        var entries: [Int32: Entry] = [:]  // never iterated on the way to a result
        var refusedCount = 0
        var isStopping = false
        var deadline: ContinuousClock.Instant?
    }

    /// Connections beyond the bound that are told so at a time; further ones are closed.
    static let refusedCountMax = 64
    private static let farewellMilliseconds = 1_000

    private let limits: ServingLimits
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(limits: ServingLimits) {
        self.limits = limits
    }

    /// The place that a new connection gets.
    enum Admission {
        case served
        case refused
        case closed
    }

    func admit(_ descriptor: Int32) -> Admission {
        state.withLock { state in
            if state.isStopping { return .closed }
            let servedCount = state.entries.count - state.refusedCount
            if servedCount < limits.connectionCountMax {
                state.entries[descriptor] = Entry(phase: .new, deadline: after(.new))
                return .served
            }
            guard state.refusedCount < Self.refusedCountMax else { return .closed }
            state.refusedCount += 1
            state.entries[descriptor] = Entry(phase: .answer, deadline: after(.answer))
            return .refused
        }
    }

    /// Takes a connection out, before it is closed.
    func remove(_ descriptor: Int32, _ admission: Admission) {
        state.withLock { state in
            state.entries[descriptor] = nil
            if admission == .refused { state.refusedCount -= 1 }
            if state.isStopping, state.entries.isEmpty { ended.signal() }
        }
    }

    func enter(_ phase: Phase, _ descriptor: Int32) {
        state.withLock { state in
            state.entries[descriptor]?.phase = phase
            state.entries[descriptor]?.deadline = after(phase)
            // A stop ends what only waits; bytes that are there can still be read.
            if phase == .idle, state.isStopping { shutdown(descriptor, Self.reading) }
        }
    }

    /// Whether the deadline of a connection has passed.
    func isLate(_ descriptor: Int32) -> Bool {
        state.withLock { $0.entries[descriptor]?.isLate ?? true }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    var count: Int { state.withLock { $0.entries.count } }

    /// Ends what is beyond its deadline: a slow sender can still be told why, a slow reader not.
    func reap() {
        let now = ContinuousClock.now
        state.withLock { state in
            let isOver = state.deadline.map { $0 < now } ?? false
            for descriptor in Array(state.entries.keys) {
                guard let entry = state.entries[descriptor] else { continue }
                let isLate = entry.deadline.map { $0 < now } ?? false
                guard isLate || isOver else { continue }
                state.entries[descriptor]?.isLate = true
                state.entries[descriptor]?.deadline = nil
                let isSender = [.new, .request].contains(entry.phase)
                shutdown(descriptor, isSender && !isOver ? Self.reading : Self.both)
            }
        }
    }

    /// Lets running requests end, and waits for them: until the time for a stop has passed and
    /// what is left was cut off. How many connections are still there then.
    func stop() -> Int {
        let isEmpty = state.withLock { state in
            state.isStopping = true
            state.deadline = .now + .milliseconds(limits.stopMilliseconds)
            for descriptor in Array(state.entries.keys)
            where [.new, .idle].contains(state.entries[descriptor]?.phase) {
                shutdown(descriptor, Self.reading)
            }
            return state.entries.isEmpty
        }
        if !isEmpty {
            let milliseconds = limits.stopMilliseconds + Self.farewellMilliseconds
            _ = ended.wait(timeout: .now() + .milliseconds(milliseconds))
        }
        return count
    }

    private func after(_ phase: Phase) -> ContinuousClock.Instant? {
        let milliseconds: Int? =
            switch phase {
            case .idle: limits.idleMilliseconds
            case .new, .request: limits.requestMilliseconds
            case .router: nil
            case .answer: limits.answerMilliseconds
            case .farewell: Self.farewellMilliseconds
            }
        return milliseconds.map { .now + .milliseconds($0) }
    }

    #if canImport(Glibc)
        private static let reading = Int32(SHUT_RD)
        static let both = Int32(SHUT_RDWR)
        static let writing = Int32(SHUT_WR)
    #else
        private static let reading = SHUT_RD
        static let both = SHUT_RDWR
        static let writing = SHUT_WR
    #endif
}
