internal import PublishedNode
internal import Synchronization

/// The clock of a published node in a trial: the trial's, a distance beside it, and the time for
/// which the node has waited for others since the trial's clock stood still.
final class PublishedHostClock: NodeClock {
    private let parts = Mutex((base: 0, beside: 0, waited: 0))

    func milliseconds() -> Int { parts.withLock { $0.base + $0.beside + $0.waited } }

    /// The time that the node has waited since the last ``set(_:)``.
    var waitedMilliseconds: Int { parts.withLock { $0.waited } }

    func set(_ milliseconds: Int) {
        parts.withLock { parts in
            parts.base = milliseconds
            parts.waited = 0
        }
    }

    func set(beside milliseconds: Int) { parts.withLock { $0.beside = milliseconds } }

    /// **Bounds:** waits of one turn are far below 2^50 milliseconds.
    func wait(_ milliseconds: Int) { parts.withLock { $0.waited += milliseconds } }
}
