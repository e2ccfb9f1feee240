internal import Synchronization

/// The order to end, which work that waits looks at now and then.
package final class NodeStop: Sendable {
    private let state = Mutex(false)

    package init() {}

    package var isOrdered: Bool { state.withLock { $0 } }

    package func order() { state.withLock { $0 = true } }
}
