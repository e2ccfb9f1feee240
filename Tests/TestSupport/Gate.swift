import Foundation

/// A gate at which threads wait until it is opened.
public final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    public init() {}

    public func wait() {
        semaphore.wait()
        semaphore.signal()
    }

    public func open() { semaphore.signal() }
}
