import Foundation

/// The right to work on something that one thread at a time may use, which is given up and taken
/// again in the midst of the work.
///
/// **Precondition:** who gives it up has it.
public final class Turn: @unchecked Sendable {
    private let lock = NSLock()

    public init() {}

    /// Waits for the turn, and has it during `body`.
    public func held<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        lock.lock()
        defer { lock.unlock() }
        return try body()
    }

    /// Gives the turn up during `body`, and waits for it again.
    public func givenUp<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        lock.unlock()
        defer { lock.lock() }
        return try body()
    }
}
