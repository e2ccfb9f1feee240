import Foundation
import Synchronization

/// The groups of processes that this one started and that end with it.
enum ProcessGroups {
    private static let leaders = Mutex<[pid_t]>([])

    /// Starts a leader. No signal ends this process between its start and its entry here.
    static func add(_ start: () throws(PlatformError) -> pid_t) throws(PlatformError) -> pid_t {
        try leaders.withLock { (leaders) throws(PlatformError) -> pid_t in
            let leader = try start()
            leaders.append(leader)
            return leader
        }
    }

    /// **Precondition:** the leader was not reaped, so that its number is nobody else's.
    static func remove(_ leader: pid_t) { leaders.withLock { $0.removeAll { $0 == leader } } }

    /// Ends all groups and then, with `work`, this process. None is started meanwhile.
    static func endAll(then work: () -> Void) {
        leaders.withLock { leaders in
            for leader in leaders { kill(-leader, SIGKILL) }
            work()
        }
    }
}
