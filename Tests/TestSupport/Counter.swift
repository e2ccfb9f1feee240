import Synchronization

/// A count that several threads add to.
public final class Counter: Sendable {
    private let value = Mutex(0)

    public init() {}

    public var count: Int { value.withLock { $0 } }

    /// Adds one; the new count.
    @discardableResult
    public func add() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
