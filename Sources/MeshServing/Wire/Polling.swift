internal import FlyingSocks
internal import Foundation

/// Waiting for several sockets at once.
enum Polling {
    struct Wanted {
        let socket: Socket
        let reads: Bool
        let writes: Bool
    }

    struct Found {
        /// Whether reading would not wait; an end and an error count, too.
        let mayRead: Bool
        let mayWrite: Bool
    }

    /// Waits until a socket has what is wanted of it, or the time is over.
    static func wait(_ wanted: [Wanted], milliseconds: Int) -> [Found] {
        var descriptors = wanted.map { one in
            pollfd(
                fd: one.socket.file.rawValue,
                events: Int16((one.reads ? POLLIN : 0) | (one.writes ? POLLOUT : 0)),
                revents: 0)
        }
        let time = Int32(clamping: max(0, milliseconds))
        let count = unsafe poll(&descriptors, nfds_t(descriptors.count), time)
        guard count > 0 else { return wanted.map { _ in Found(mayRead: false, mayWrite: false) } }
        return descriptors.map { descriptor in
            let events = Int32(descriptor.revents)
            let isOver = events & (POLLHUP | POLLERR | POLLNVAL) != 0
            return Found(
                mayRead: events & POLLIN != 0 || isOver,
                mayWrite: events & POLLOUT != 0 || isOver)
        }
    }

    /// Milliseconds of a clock that never jumps.
    static var milliseconds: Int {
        let (seconds, attoseconds) = (ContinuousClock.now - origin).components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    private static let origin = ContinuousClock.now
}
