import Synchronization

/// A count that several threads add to.
public final class Counter: Sendable {
    private let value = Mutex(0)

    public init() {}

    public var count: Int { value.withLock { $0 } }

    public func add() { value.withLock { $0 += 1 } }
}
