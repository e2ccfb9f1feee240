internal import FlyingSocks
internal import Foundation
internal import Serving

/// Sockets of the plain listener.
enum PlainSockets {
    static func listening(
        at wanted: ListeningAddress
    ) throws(PlainListeningError) -> (Socket, ListeningAddress) {
        do {
            let port = UInt16(clamping: wanted.port)
            let socket =
                wanted.host.contains(":")
                ? try listening(at: sockaddr_in6.inet6(ip6: wanted.host, port: port))
                : try listening(at: sockaddr_in.inet(ip4: wanted.host, port: port))
            switch try? socket.sockname() {
            case .ip4(_, let port)?, .ip6(_, let port)?:
                return (socket, ListeningAddress(host: wanted.host, port: Int(port)))
            case .unix?, nil:
                try? socket.close()
                throw PlainListeningError(address: wanted, reason: "a socket without a port")
            }
        } catch let error as PlainListeningError {
            throw error
        } catch {
            throw PlainListeningError(address: wanted, reason: reason(error))
        }
    }

    /// A connection's socket, which never waits by itself.
    static func prepared(_ socket: Socket) throws -> Socket {
        try socket.setFlags(.nonBlocking)
        try socket.setValue(
            true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        return socket
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

    private static func reason(_ error: any Error) -> String {
        switch error as? SocketError {
        case .failed(_, _, let message)?: message
        case .unsupportedAddress?: "an address of another family"
        default: "\(error)"
        }
    }
}
