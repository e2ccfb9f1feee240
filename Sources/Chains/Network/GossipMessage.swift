package import BigInt
internal import Cryptography
internal import Encodings
package import Trials

/// A message from one node of a chain to another.
package enum GossipMessage: Sendable, Equatable {
    /// The tip of the sender's main chain, and its work.
    case status(tip: EntryID, work: BigUInt)
    /// Asks for the blocks after the first of these that the receiver's main chain has.
    case request(locator: [EntryID])
    /// Blocks in a row, the first of them on `parent`.
    case blocks(parent: EntryID, blocks: [[UInt8]])
    case transaction([UInt8])
    case peersRequest
    case peers([PeerAddress])

    package static let locatorCountMax = 64
    package static let blockCountMax = 64
    package static let peerCountMax = 64
    package static let byteCountMax = 8 << 20
    private static let workMax = (BigUInt(1) << 256) - 1

    package var name: String {
        switch self {
        case .status: "status"
        case .request: "request"
        case .blocks: "blocks"
        case .transaction: "transaction"
        case .peersRequest: "peers?"
        case .peers: "peers"
        }
    }
}

/// The address of a node; in a trial, its number.
package struct PeerAddress: Sendable, Hashable {
    package let number: UInt32

    package init(_ number: UInt32) {
        self.number = number
    }
}

/// The guards of messages from peers.
package enum GossipGuards {
    package static let message = Guard("message")
    /// Refuses costly checks for a source that sent a wrong block before. This guard and the next
    /// two stand only where rules limit sources.
    package static let budget = Guard("budget")
    /// Refuses peers that are named by a source which is no peer.
    package static let peerStranger = Guard("peer_stranger")
    /// Refuses peers beyond the share of the given peer that led to them.
    package static let peerShare = Guard("peer_share")
    /// Refuses peers beyond the size of the table.
    package static let peerRoom = Guard("peer_room")

    package static let all = [message, budget, peerStranger, peerShare, peerRoom]

    /// The guards that can stop something under rules that limit sources, or do not.
    package static func of(limitsSources: Bool) -> [Guard] {
        limitsSources ? all : [message, peerRoom]
    }
}

extension GossipMessage {
    /// The message's only encoding. **Precondition:** counts within their limits.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        switch self {
        case .status(let tip, let work):
            writer.add(UInt8(0))
            writer.add(raw: tip.digest.bytes)
            // Work beyond 256 bits is sent as the largest number of 256 bits.
            writer.add(raw: min(work, Self.workMax).bytes32)
        case .request(let locator):
            writer.add(UInt8(1))
            writer.add(UInt32(locator.count))
            for id in locator { writer.add(raw: id.digest.bytes) }
        case .blocks(let parent, let blocks):
            writer.add(UInt8(2))
            writer.add(raw: parent.digest.bytes)
            writer.add(UInt32(blocks.count))
            for block in blocks { writer.add(lengthAndBytes: block) }
        case .transaction(let transaction):
            writer.add(UInt8(3))
            writer.add(raw: transaction)
        case .peersRequest: writer.add(UInt8(4))
        case .peers(let peers):
            writer.add(UInt8(5))
            writer.add(UInt32(peers.count))
            for peer in peers { writer.add(peer.number) }
        }
        return writer.bytes
    }

    /// **Throws:** the ``Refusal`` of bytes that are no message.
    package init(bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.byteCountMax else {
            throw Self.refusal("at most \(Self.byteCountMax) bytes")
        }
        var reader = CanonicalReader(bytes)
        guard let message = Self.read(&reader), reader.isAtEnd else {
            throw Self.refusal("a message of a known kind, whole and nothing after it")
        }
        self = message
    }

    private static func refusal(_ expected: String) -> Refusal {
        Refusal(index: nil, by: GossipGuards.message, message: "expected \(expected)")
    }

    private static func read(_ reader: inout CanonicalReader) -> GossipMessage? {
        func id(_ reader: inout CanonicalReader) -> EntryID? {
            reader.raw(32).map { EntryID(digest: Digest(bytes: $0)) }
        }
        func list<Element>(
            _ reader: inout CanonicalReader, upTo countMax: Int,
            _ element: (inout CanonicalReader) -> Element?
        ) -> [Element]? {
            guard let count = reader.uint32(), count <= countMax else { return nil }
            var elements: [Element] = []
            for _ in 0..<count {
                guard let element = element(&reader) else { return nil }
                elements.append(element)
            }
            return elements
        }
        switch reader.uint8() {
        case 0:
            guard let tip = id(&reader), let work = reader.raw(32) else { return nil }
            return .status(tip: tip, work: work.reduce(0) { $0 << 8 | BigUInt($1) })
        case 1: return list(&reader, upTo: locatorCountMax, id).map { .request(locator: $0) }
        case 2:
            guard let parent = id(&reader) else { return nil }
            return list(&reader, upTo: blockCountMax) { $0.lengthAndBytes() }
                .map { .blocks(parent: parent, blocks: $0) }
        case 3: return reader.raw(reader.leftByteCount).map { .transaction($0) }
        case 4: return .peersRequest
        case 5:
            return list(&reader, upTo: peerCountMax) { $0.uint32().map(PeerAddress.init) }
                .map { .peers($0) }
        default: return nil
        }
    }
}

extension BigUInt {
    /// Big-endian in 32 bytes. **Precondition:** below 2^256.
    package var bytes32: [UInt8] {
        let bytes = [UInt8](serialize())
        precondition(bytes.count <= 32, "a number of \(bytes.count) bytes")
        return [UInt8](repeating: 0, count: 32 - bytes.count) + bytes
    }
}
