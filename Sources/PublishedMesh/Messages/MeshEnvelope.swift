/// A message on its way, with the number of its call: the stand-in for a stream of libp2p.
package struct MeshEnvelope: Sendable, Equatable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case ping, store, find
    }

    package enum Content: Sendable, Equatable {
        case request([UInt8])
        case response([UInt8])
        /// The server raised, or refused the request.
        case failure
    }

    /// The call's number, which the caller chose.
    package let number: Int
    package let kind: Kind
    package let content: Content

    package init(number: Int, kind: Kind, content: Content) {
        self.number = number
        self.kind = kind
        self.content = content
    }

    private static let headByteCount = 10

    /// The call's number in eight bytes, the kind, whose content it is, then the message.
    package var bytes: [UInt8] {
        var bytes = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> $0)
        }
        bytes.append(kind.rawValue)
        switch content {
        case .request(let message): bytes += [0] + message
        case .response(let message): bytes += [1] + message
        case .failure: bytes.append(2)
        }
        return bytes
    }

    /// Nil where the bytes are no envelope.
    package init?(bytes: [UInt8]) {
        guard bytes.count >= Self.headByteCount, let kind = Kind(rawValue: bytes[8]) else {
            return nil
        }
        let message = Array(bytes.dropFirst(Self.headByteCount))
        switch bytes[9] {
        case 0: content = .request(message)
        case 1: content = .response(message)
        case 2 where message.isEmpty: content = .failure
        default: return nil
        }
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.number = Int(truncatingIfNeeded: number)
        self.kind = kind
    }
}
