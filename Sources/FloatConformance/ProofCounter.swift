internal import Synchronization

/// Proofs that threads have made, told one by one.
final class ProofCounter: Sendable {
    private let total: Int
    private let progress: @Sendable (_ done: Int, _ total: Int) -> Void
    private let done = Mutex(0)

    init(total: Int, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) {
        self.total = total
        self.progress = progress
    }

    func add() {
        done.withLock { done in
            done += 1
            progress(done, total)
        }
    }
}
