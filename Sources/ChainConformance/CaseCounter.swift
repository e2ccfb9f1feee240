internal import Synchronization

/// Counts the cases that are done, from any thread, and tells how many.
final class CaseCounter: Sendable {
    private let done = Mutex(0)
    private let total: Int
    private let progress: @Sendable (_ done: Int, _ total: Int) -> Void

    init(total: Int, _ progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) {
        self.total = total
        self.progress = progress
    }

    func advance() {
        let count = done.withLock { done in
            done += 1
            return done
        }
        progress(count, total)
    }
}
