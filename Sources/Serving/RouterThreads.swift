internal import Foundation
internal import Synchronization

/// Threads for work that may block: Swift's own are as few as the processors, and one that waits
/// for another machine would stop all connections.
///
/// **Bounds:** at most `countMax` threads; they are made when all others are at work, and stay.
package final class RouterThreads: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var idleCount = 0
        var count = 0
        var isStopped = false
    }

    private let countMax: Int
    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)

    /// **Precondition:** countMax ≥ 1.
    package init(countMax: Int) {
        precondition(countMax >= 1, "\(countMax) threads")
        self.countMax = countMax
    }

    /// The result of `work`, done on a thread of these.
    package func result<Value: Sendable>(of work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            add { continuation.resume(returning: work()) }
        }
    }

    /// Ends the threads when they have done all work. What is given later has threads of its own.
    package func stop() {
        let count = state.withLock { state in
            state.isStopped = true
            return state.count
        }
        for _ in 0..<count { semaphore.signal() }
    }

    private func add(_ work: @escaping @Sendable () -> Void) {
        let needsThread: Bool? = state.withLock { state in
            guard !state.isStopped else { return nil }
            state.waiting.append(work)
            guard state.waiting.count > state.idleCount, state.count < countMax else {
                return false
            }
            state.count += 1
            state.idleCount += 1
            return true
        }
        guard let needsThread else { return Thread.detachNewThread(work) }
        if needsThread { Thread.detachNewThread { [self] in run() } }
        semaphore.signal()
    }

    private func run() {
        while true {
            semaphore.wait()
            let work = state.withLock { state -> (@Sendable () -> Void)? in
                guard !state.waiting.isEmpty else { return nil }
                state.idleCount -= 1
                return state.waiting.removeFirst()
            }
            guard let work else { return }
            work()
            state.withLock { $0.idleCount += 1 }
        }
    }
}
