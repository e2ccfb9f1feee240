internal import Foundation
internal import Synchronization

/// The state that a node's thread shares with whoever started it.
final class ServerState: Sendable {
    private struct State {
        var isStopping = false
        var isJoined = false
        var joinReason = "no answer"
    }

    private let state = Mutex(State())
    private let joined = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func noteJoined() {
        let isNew = state.withLock { state in
            defer { state.isJoined = true }
            return !state.isJoined
        }
        if isNew { joined.signal() }
    }

    /// Notes why a peer could not be joined.
    func noteJoin(_ reason: String) { state.withLock { $0.joinReason = reason } }

    func noteEnd() { ended.signal() }

    /// Waits for the node to be one of its mesh. **Result:** nil if it is, or the reason.
    func joinReason(afterMilliseconds milliseconds: Int) -> String? {
        guard joined.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut else {
            return nil
        }
        return state.withLock { $0.isJoined ? nil : $0.joinReason }
    }

    /// Lets the thread end, and waits for that.
    func stop() {
        state.withLock { $0.isStopping = true }
        ended.wait()
    }
}
