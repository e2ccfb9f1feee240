internal import FlyingSocks
internal import Foundation

/// A place at which no node can listen.
package struct MeshListeningError: Error, Equatable, CustomStringConvertible {
    package let address: MeshAddress
    /// In the system's words.
    package let reason: String

    package var description: String {
        "\(address): expected a free address of this machine, got: \(reason)"
    }
}

/// Sockets of TCP that never wait.
enum MeshSocket {
    /// Listens at an address. **Result:** with the port that was chosen.
    ///
    /// **Throws:** ``MeshListeningError``.
    static func listening(
        at address: MeshAddress
    ) throws(MeshListeningError) -> (Socket, MeshAddress) {
        do {
            let socket = try Socket(domain: AF_INET)
            do {
                try socket.setValue(true, for: .localAddressReuse)
                try socket.bind(to: place(address))
                try socket.listen()
                try socket.setFlags(socket.flags.union(.nonBlocking))
                if case .ip4(_, let port) = try socket.sockname() {
                    return (socket, MeshAddress(host: address.host, port: port))
                }
                throw MeshListeningError(address: address, reason: "a socket without a port")
            } catch {
                try? socket.close()
                throw error
            }
        } catch let error as MeshListeningError {
            throw error
        } catch {
            throw MeshListeningError(address: address, reason: reason(error))
        }
    }

    /// A connection that waits at a listening socket; nil if none does.
    static func accepted(_ listening: Socket) throws -> Socket? {
        do {
            let socket = Socket(file: try listening.accept().file)
            try prepare(socket)
            return socket
        } catch SocketError.blocked {
            return nil
        }
    }

    /// Begins to connect. Nil where it failed at once.
    static func dialled(_ address: MeshAddress) -> Socket? {
        guard let socket = try? Socket(domain: AF_INET) else { return nil }
        do {
            try prepare(socket)
            try socket.connect(to: place(address))
        } catch SocketError.blocked {
            return socket
        } catch {
            try? socket.close()
            return nil
        }
        return socket
    }

    /// Whether a connection that was begun stands now.
    static func isConnected(_ socket: Socket, to address: MeshAddress) -> Bool {
        (try? socket.connect(to: place(address))) != nil
    }

    /// Bytes that are there; nil if none are yet. **Throws:** where the connection is over.
    static func bytes(_ socket: Socket, countMax: Int) throws -> [UInt8]? {
        do {
            return try socket.read(atMost: countMax)
        } catch SocketError.blocked {
            return nil
        }
    }

    /// Writes as many bytes as the system takes now. **Throws:** where the connection is over.
    static func write(_ bytes: ArraySlice<UInt8>, to socket: Socket) throws -> Int {
        guard !bytes.isEmpty else { return 0 }
        do {
            return try socket.write(Data(bytes))
        } catch SocketError.blocked {
            return 0
        }
    }

    private static func prepare(_ socket: Socket) throws {
        try socket.setFlags(socket.flags.union(.nonBlocking))
        try socket.setValue(
            true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
    }

    private static func place(_ address: MeshAddress) throws -> sockaddr_in {
        try sockaddr_in.inet(ip4: address.host, port: address.port)
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? SocketError {
        case .failed(_, _, let message)?: message
        default: "\(error)"
        }
    }
}
