internal import FlyingSocks
internal import Foundation
package import PublishedNode

/// A published node's way to others over TCP. It has no TLS: a peer with an `https` URL is out of
/// reach.
package struct PlainTransport: NodeTransport {
    private let stop: NodeStop

    /// - Parameter stop: ends waits before their time.
    package init(stop: NodeStop) {
        self.stop = stop
    }

    package func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        guard !isSecure else { throw .unreachable(reason: "TLS is not spoken here") }
        guard (1...65_535).contains(port), let number = UInt16(exactly: port) else {
            throw .unreachable(reason: "port \(port)")
        }
        var last = NodeTransportError.unreachable(reason: "no address of that name")
        for address in try HostAddresses.of(host) {
            do throws(NodeTransportError) {
                let socket = try Self.socket(to: address, port: number)
                let connection = OutgoingConnection(
                    socket.socket, timeoutMilliseconds: timeoutMilliseconds, stop: stop)
                do throws(NodeTransportError) {
                    if !socket.isConnected { try connection.awaitConnection() }
                    return connection
                } catch {
                    connection.close()
                    throw error
                }
            } catch {
                last = error
            }
        }
        throw last
    }

    /// A socket that is connected, or on the way.
    private static func socket(
        to address: HostAddresses.Address, port: UInt16
    ) throws(NodeTransportError) -> (socket: Socket, isConnected: Bool) {
        do {
            switch address {
            case .version4(let text):
                return try dialled(sockaddr_in.inet(ip4: text, port: port))
            case .version6(let text):
                return try dialled(sockaddr_in6.inet6(ip6: text, port: port))
            }
        } catch {
            throw .unreachable(reason: "\(error)")
        }
    }

    private static func dialled(
        _ address: some SocketAddress
    ) throws -> (socket: Socket, isConnected: Bool) {
        let socket = try Socket(domain: Int32(address.family))
        do {
            _ = try PlainSockets.prepared(socket)
            do {
                try socket.connect(to: address)
                return (socket, true)
            } catch SocketError.blocked {
                return (socket, false)
            }
        } catch {
            try? socket.close()
            throw error
        }
    }
}

/// A connection that this process opened.
final class OutgoingConnection: NodeConnection {
    private static let partByteCount = 64 << 10
    /// The longest time between two looks at the order to end.
    private static let lookMilliseconds = 200
    /// The longest life: a peer that drips is left then. The published program would wait on.
    private static let lifeMax = Duration.seconds(600)

    private let socket: Socket
    private let timeoutMilliseconds: Int
    private let stop: NodeStop
    private let end = ContinuousClock.now + lifeMax
    private var isOpen = true

    init(_ socket: Socket, timeoutMilliseconds: Int, stop: NodeStop) {
        self.socket = socket
        self.timeoutMilliseconds = timeoutMilliseconds
        self.stop = stop
    }

    deinit { close() }

    func awaitConnection() throws(NodeTransportError) {
        try wait(for: POLLOUT)
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let status = unsafe getsockopt(
            socket.file.rawValue, SOL_SOCKET, SO_ERROR, &code, &size)
        guard status == 0, code == 0 else {
            throw .unreachable(reason: unsafe String(cString: strerror(code)))
        }
    }

    func send(_ bytes: [UInt8]) throws(NodeTransportError) {
        var rest = Data(bytes)
        while !rest.isEmpty {
            do {
                let end = try socket.write(rest, from: rest.startIndex)
                rest = rest[end...]
            } catch SocketError.blocked {
                try wait(for: POLLOUT)
            } catch {
                throw .broken(reason: "\(error)")
            }
        }
    }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        while true {
            do {
                return try socket.read(atMost: min(max(byteCountMax, 1), Self.partByteCount))
            } catch SocketError.blocked {
                try wait(for: POLLIN)
            } catch SocketError.disconnected {
                return []
            } catch {
                throw .broken(reason: "\(error)")
            }
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        try? socket.close()
    }

    private func wait(for events: Int32) throws(NodeTransportError) {
        // A timeout of seconds.
        var left = timeoutMilliseconds
        while left > 0 {
            guard !stop.isOrdered else { throw .broken(reason: "this node ends") }
            guard ContinuousClock.now < end else {
                throw .broken(reason: "not done in \(Self.lifeMax.components.seconds) s")
            }
            let part = min(left, Self.lookMilliseconds)
            if PlainConnection.isReady(socket, events, milliseconds: part) { return }
            left -= part
        }
        throw .timeout
    }
}
