internal import FlyingSocks
internal import Foundation
internal import Platform
package import Serving
internal import Synchronization

/// A listener that leaves the bytes of each connection to a closure: for the published server's
/// dialect, which no library of HTTP speaks.
///
/// **Bounds:** ``Limits/connectionCountMax`` connections are served at a time, each by a thread;
/// further ones wait in the system's queue until a place is free or they give up.
package final class PlainListener: Sendable {
    package struct Limits: Sendable {
        package let connectionCountMax: Int
        /// The longest wait for a connection's next bytes.
        package let waitMilliseconds: Int
        /// The longest life of a connection.
        package let connectionMilliseconds: Int
        /// The time that a stop leaves to running requests.
        package let stopMilliseconds: Int

        /// **Precondition:** every bound is positive.
        package init(
            connectionCountMax: Int, waitMilliseconds: Int, connectionMilliseconds: Int,
            stopMilliseconds: Int
        ) {
            let bounds = [
                connectionCountMax, waitMilliseconds, connectionMilliseconds, stopMilliseconds,
            ]
            precondition(bounds.allSatisfy { $0 > 0 }, "\(bounds)")
            self.connectionCountMax = connectionCountMax
            self.waitMilliseconds = waitMilliseconds
            self.connectionMilliseconds = connectionMilliseconds
            self.stopMilliseconds = stopMilliseconds
        }
    }

    private struct State {
        var threadCount = 0
        var idleCount = 0
        var isStopping = false
        /// Descriptors of connections that are open, each before it is closed.
        var open: [Int32] = []
    }

    private static let farewellByteCountMax = 1 << 20
    private static let farewellMilliseconds = 1_000
    private static let pauseMilliseconds = 50

    /// With the port that was chosen.
    package let address: ListeningAddress
    private let socket: Socket
    private let limits: Limits
    private let serve: @Sendable (PlainConnection) -> Void
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// Binds the address and serves it from now on. The process ignores SIGPIPE from then on.
    ///
    /// - Parameter serve: the whole of a connection; closing it is the listener's.
    /// **Throws:** where the address cannot be had, in the system's words.
    package init(
        at wanted: ListeningAddress, limits: Limits,
        serve: @escaping @Sendable (PlainConnection) -> Void
    ) throws(PlainListeningError) {
        Signals.failWrites()
        (socket, address) = try PlainSockets.listening(at: wanted)
        self.limits = limits
        self.serve = serve
        state.withLock { addThread(&$0) }
    }

    package var connectionCount: Int { state.withLock { $0.open.count } }

    /// Takes no further connection, lets running requests end for a while, and cuts off the rest.
    ///
    /// **Result:** how many connections were cut off.
    @discardableResult
    package func stop() -> Int {
        state.withLock { $0.isStopping = true }
        _ = shutdown(socket.file.rawValue, PlainConnection.both)
        _ = ended.wait(timeout: .now() + .milliseconds(limits.stopMilliseconds))
        let count = state.withLock { state in
            for descriptor in state.open { _ = shutdown(descriptor, PlainConnection.both) }
            return state.open.count
        }
        if count > 0 { _ = ended.wait(timeout: .now() + .milliseconds(limits.stopMilliseconds)) }
        return count
    }

    // MARK: Threads

    /// Threads wait for connections themselves; the last idle one that gets a connection makes
    /// another, as long as there may be more.
    private func addThread(_ state: inout State) {
        state.threadCount += 1
        state.idleCount += 1
        Thread.detachNewThread { [self] in run() }
    }

    private func run() {
        while let accepted = accepted() {
            state.withLock { state in
                state.idleCount -= 1
                if state.idleCount == 0, state.threadCount < limits.connectionCountMax {
                    addThread(&state)
                }
                state.open.append(accepted.file.rawValue)
            }
            converse(on: accepted)
            state.withLock { state in
                state.idleCount += 1
                state.open.removeAll { $0 == accepted.file.rawValue }
            }
            try? accepted.close()
        }
        state.withLock { state in
            state.threadCount -= 1
            guard state.threadCount == 0 else { return }
            try? socket.close()
            ended.signal()
        }
    }

    private func converse(on socket: Socket) {
        let now = ContinuousClock.now
        let connection = PlainConnection(
            socket, waitMilliseconds: limits.waitMilliseconds,
            deadline: now + .milliseconds(limits.connectionMilliseconds))
        serve(connection)
        connection.sayFarewell(
            byteCountMax: Self.farewellByteCountMax, milliseconds: Self.farewellMilliseconds)
    }

    /// The next connection; nil when the listener stops.
    private func accepted() -> Socket? {
        while !state.withLock({ $0.isStopping }) {
            do {
                let accepted = Socket(file: try socket.accept().file)
                if let ready = try? PlainSockets.prepared(accepted) { return ready }
                try? accepted.close()
            } catch {
                // For want of descriptors, as a rule; or the listener stops.
                guard !state.withLock({ $0.isStopping }) else { return nil }
                Pause.wait(milliseconds: Self.pauseMilliseconds)
            }
        }
        return nil
    }
}
