internal import FlyingSocks
internal import Foundation
internal import Platform
public import Routing
internal import Synchronization

/// A place where no listener can wait.
public struct ListeningError: Error, Equatable, CustomStringConvertible {
    public let address: ListeningAddress
    /// In the system's words.
    public let reason: String

    public var description: String {
        "\(address): expected a free address of this machine, got: \(reason)"
    }
}

/// A server of HTTP/1.1 for one router, on the sockets of FlyingSocks.
///
/// FlyingFox's own server (0.27.1) bounds neither the head of a request, nor the time that it
/// takes, nor the number of connections; an `accept` that fails ends it, and a request that it
/// cannot read gets no answer. So requests are read here.
///
/// **Bounds:** ``ServingLimits``. The router is called on threads of its own, at most one for each
/// connection, several at a time; Swift's own threads are not used.
public final class Listener: Sendable {
    /// With the port that was chosen.
    public let address: ListeningAddress

    private let socket: Socket
    private let table: ConnectionTable
    private let threads: RouterThreads
    private let tasks: [Task<Void, Never>]

    /// Binds the address and serves it from now on. The process ignores SIGPIPE from then on.
    ///
    /// - Parameter router: the answer to a request; nil closes the connection with nothing said.
    /// - Throws: where the address cannot be had.
    public init(
        at wanted: ListeningAddress, limits: ServingLimits,
        router: @escaping @Sendable (WebRequest, RequestOrigin) -> WebAnswer?
    ) throws(ListeningError) {
        Signals.failWrites()
        let socket = try Self.listeningSocket(at: wanted)
        self.socket = socket
        address = try Self.bound(socket, wanted)
        let table = ConnectionTable(limits: limits)
        let threads = RouterThreads(countMax: limits.connectionCountMax)
        self.table = table
        self.threads = threads
        let pool: any AsyncSocketPool = SocketPool.make()
        let listening: AsyncSocket
        do {
            listening = try Self.asyncSocket(socket, pool)
        } catch {
            try? socket.close()
            throw ListeningError(address: wanted, reason: "\(error)")
        }
        let serve: @Sendable (AsyncSocket) -> Void = { socket in
            let peerAddress = Self.peerAddress(socket.socket)
            let conversation = Conversation(
                socket: socket, limits: limits, table: table, threads: threads,
                router: { request, fields in
                    router(
                        request,
                        RequestOrigin(
                            milliseconds: WallClock.milliseconds, peerAddress: peerAddress,
                            contentType: fields.contentType,
                            authorization: fields.authorization))
                })
            Task(executorPreference: ServingExecutor.shared) {
                await Self.serve(conversation, limits)
            }
        }
        tasks = [
            Task(executorPreference: ServingExecutor.shared) {
                do {
                    try await pool.prepare()
                    let accepting = Task(executorPreference: ServingExecutor.shared) {
                        await Self.accept(on: listening, table, serve)
                    }
                    defer { accepting.cancel() }
                    try await pool.run()
                } catch {
                    // The pool ends by being cancelled, or with the epoll descriptor.
                }
            },
            Task(executorPreference: ServingExecutor.shared) {
                while !Task.isCancelled {
                    table.reap()
                    try? await Task.sleep(for: .milliseconds(Self.reapMilliseconds))
                }
            },
        ]
    }

    /// The connections that are open now.
    public var connectionCount: Int { table.count }

    /// Takes no further connection, lets running requests end, and waits for them.
    ///
    /// Blocks; not to be called from a task, whose thread the requests may need.
    /// - Returns: how many connections did not end within ``ServingLimits/stopMilliseconds``.
    @discardableResult
    public func stop() -> Int {
        shutdown(socket.file.rawValue, ConnectionTable.both)
        let count = table.stop()
        for task in tasks { task.cancel() }
        threads.stop()
        try? socket.close()
        return count
    }

    // MARK: Connections

    private static let reapMilliseconds = 50
    /// The pause after an `accept` that failed: for want of descriptors, as a rule.
    private static let acceptMilliseconds = 50

    private static func accept(
        on listening: AsyncSocket, _ table: ConnectionTable,
        _ serve: @Sendable (AsyncSocket) -> Void
    ) async {
        while !table.isStopping, !Task.isCancelled {
            do {
                serve(try await listening.accept())
            } catch {
                guard !table.isStopping else { return }
                try? await Task.sleep(for: .milliseconds(acceptMilliseconds))
            }
        }
    }

    private static func peerAddress(_ socket: Socket) -> String {
        switch try? socket.remotePeer() {
        case .ip4(let address, _)?, .ip6(let address, _)?: address
        case .unix?, nil: ""
        }
    }

    private static func serve(_ conversation: Conversation, _ limits: ServingLimits) async {
        let socket = conversation.socket
        let descriptor = socket.socket.file.rawValue
        let admission = conversation.table.admit(descriptor)
        switch admission {
        case .served:
            try? socket.socket.setValue(
                true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
            await conversation.run()
        case .refused:
            await conversation.refuse(
                RequestRefusal(
                    503, "expected at most \(limits.connectionCountMax) connections at a time"
                ).answer)
        case .closed:
            break
        }
        conversation.table.remove(descriptor, admission)
        try? socket.close()
    }

    // MARK: The listening socket

    private static func listeningSocket(
        at wanted: ListeningAddress
    ) throws(ListeningError) -> Socket {
        do {
            let port = UInt16(clamping: wanted.port)
            return wanted.isVersion6
                ? try listening(at: sockaddr_in6.inet6(ip6: wanted.host, port: port))
                : try listening(at: sockaddr_in.inet(ip4: wanted.host, port: port))
        } catch {
            throw ListeningError(address: wanted, reason: reason(error))
        }
    }

    private static func listening(at address: some SocketAddress) throws -> Socket {
        let socket = try Socket(domain: Int32(address.family))
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: address)
            try socket.listen()
        } catch {
            try? socket.close()
            throw error
        }
        return socket
    }

    private static func bound(
        _ socket: Socket, _ wanted: ListeningAddress
    ) throws(ListeningError) -> ListeningAddress {
        switch try? socket.sockname() {
        case .ip4(_, let port)?, .ip6(_, let port)?:
            return ListeningAddress(host: wanted.host, port: Int(port))
        case .unix?, nil:
            try? socket.close()
            throw ListeningError(address: wanted, reason: "a socket without a port")
        }
    }

    private static func asyncSocket(
        _ socket: Socket, _ pool: some AsyncSocketPool
    ) throws -> AsyncSocket {
        try AsyncSocket(socket: socket, pool: pool)
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? SocketError {
        case .failed(_, _, let message)?: message
        case .unsupportedAddress?: "an address of another family"
        default: "\(error)"
        }
    }
}
