import Dispatch
import Synchronization

/// A value that another thread works on, job after job in the order in which they are given, while
/// the caller goes on.
///
/// **Bounds:** at most `waitingMax` jobs wait, with what they hold; then the caller waits, too.
public final class Background<State: Sendable>: Sendable {
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "background")
    private let room: DispatchSemaphore

    /// **Precondition:** waitingMax ≥ 1.
    public init(_ state: State, waitingMax: Int) {
        precondition(waitingMax >= 1, "\(waitingMax) jobs")
        self.state = Mutex(state)
        room = DispatchSemaphore(value: waitingMax)
    }

    public func add(_ job: @escaping @Sendable (inout State) -> Void) {
        guard Threads.canDispatch else { return state.withLock { job(&$0) } }
        room.wait()
        enqueue(job)
    }

    /// Takes a job if there is room for it, and never waits. Whether it was taken.
    @discardableResult
    public func offer(_ job: @escaping @Sendable (inout State) -> Void) -> Bool {
        guard Threads.canDispatch else {
            state.withLock { job(&$0) }
            return true
        }
        guard room.wait(timeout: .now()) == .success else { return false }
        enqueue(job)
        return true
    }

    private func enqueue(_ job: @escaping @Sendable (inout State) -> Void) {
        queue.async { [self] in
            state.withLock { job(&$0) }
            room.signal()
        }
    }

    /// The value when all jobs are done.
    public func finished() -> State {
        if Threads.canDispatch { queue.sync {} }
        return state.withLock { $0 }
    }
}
