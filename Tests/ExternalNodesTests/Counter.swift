import Synchronization

/// A count that closures share.
final class Counter: Sendable {
    private let count = Mutex(0)

    /// 0, 1, 2, …
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count - 1
        }
    }
}
