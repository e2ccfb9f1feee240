package import Encodings
internal import FlyingSocks

/// A node that could not be asked.
package struct ControlUnreached: Error, Equatable, CustomStringConvertible {
    package let address: MeshAddress
    package let reason: String

    package var description: String {
        "\(address): expected a served node's answer, got: \(reason)"
    }
}

/// Asks a served node of this machine, and waits for its answer.
package enum ControlClient {
    private static let answerByteCountMax = 1 << 20

    /// **Throws:** ``ControlUnreached``; ``ControlRefusal`` in the node's own words.
    package static func result(
        of ask: ControlRequest.Ask, at place: ControlFile, milliseconds: Int = 60_000
    ) throws -> JSONValue {
        let request = ControlRequest(token: place.token, ask)
        let line = try answer(
            to: request.line + [0x0A], at: place.address, milliseconds: milliseconds)
        let document: JSONValue
        do {
            document = try JSONParser.parse(line, byteCountMax: answerByteCountMax)
        } catch {
            throw ControlUnreached(address: place.address, reason: "\(error)")
        }
        if let error = document.member("error") {
            throw ControlRefusal(
                error.member("code")?.stringValue ?? "", error.member("message")?.stringValue ?? "")
        }
        guard let result = document.member("result") else {
            throw ControlUnreached(address: place.address, reason: "no result")
        }
        return result
    }

    /// The line that answers bytes.
    private static func answer(
        to request: [UInt8], at address: MeshAddress, milliseconds: Int
    ) throws -> [UInt8] {
        func unreached(_ reason: String) -> ControlUnreached {
            ControlUnreached(address: address, reason: reason)
        }
        let deadline = Polling.milliseconds + milliseconds
        guard let socket = MeshSocket.dialled(address) else { throw unreached("no connection") }
        defer { try? socket.close() }
        var (isConnected, sentCount, lines) = (false, 0, LineReader())
        while true {
            let left = deadline - Polling.milliseconds
            guard left > 0 else { throw unreached("nothing in \(milliseconds / 1_000) s") }
            let found = Polling.wait(
                [.init(socket: socket, reads: true, writes: sentCount < request.count)],
                milliseconds: left)[0]
            if !isConnected, found.mayWrite {
                guard MeshSocket.isConnected(socket, to: address) else {
                    throw unreached("nobody who listens")
                }
                isConnected = true
            }
            do {
                if isConnected, found.mayWrite, sentCount < request.count {
                    sentCount += try MeshSocket.write(request[sentCount...], to: socket)
                }
                if isConnected, found.mayRead {
                    lines.take(try MeshSocket.bytes(socket, countMax: 1 << 16) ?? [])
                }
            } catch {
                throw unreached("the end of the connection")
            }
            if let line = lines.next() { return line }
            guard lines.byteCount <= answerByteCountMax else { throw unreached("too long a line") }
        }
    }
}
