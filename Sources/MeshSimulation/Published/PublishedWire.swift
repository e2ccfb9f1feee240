internal import PublishedMesh
internal import PythonValues

/// A published call or reply as bytes: a kind, the number that the caller gave the call, and the
/// published message.
///
/// This envelope stands for the streams of libp2p. The messages' signatures and tokens are left
/// out: every node of the simulation would pass them.
enum PublishedWire {
    enum Message {
        case call(MeshCall)
        case reply(MeshReply)
        /// The other side raised an exception: no answer, and at once.
        case failure
    }

    static func bytes(_ number: UInt64, _ message: Message) -> [UInt8] {
        let (kind, content): (UInt8, [UInt8]) =
            switch message {
            case .call(.ping(let call)): (1, call.serialized)
            case .call(.store(let call)): (2, call.serialized)
            case .call(.find(let call)): (3, call.serialized)
            case .reply(.ping(let reply)): (4, reply.serialized)
            case .reply(.store(let reply)): (5, reply.serialized)
            case .reply(.find(let reply)): (6, reply.serialized)
            case .failure: (7, [])
            }
        var bytes = [kind]
        bytes.reserveCapacity(9 + content.count)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
        return bytes + content
    }

    /// Nil for bytes that are no message.
    static func message(_ bytes: [UInt8]) -> (number: UInt64, message: Message)? {
        guard bytes.count >= 9 else { return nil }
        let number = bytes[1..<9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let message = try? message(bytes[0], Array(bytes[9...])) else { return nil }
        return (number, message)
    }

    private static func message(
        _ kind: UInt8, _ content: [UInt8]
    ) throws(ProtobufWireError) -> Message? {
        switch kind {
        case 1: .call(.ping(try PingRequest(parsing: content)))
        case 2: .call(.store(try StoreRequest(parsing: content)))
        case 3: .call(.find(try FindRequest(parsing: content)))
        case 4: .reply(.ping(try PingResponse(parsing: content)))
        case 5: .reply(.store(try StoreResponse(parsing: content)))
        case 6: .reply(.find(try FindResponse(parsing: content)))
        case 7: .failure
        default: nil
        }
    }
}
