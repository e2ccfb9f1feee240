internal import HybridChain
internal import Peers

/// Messages in one body of HTTP: each with its u32 length before it.
package enum HybridFrames {
    /// Bytes of a message between nodes, at most: an answer of blocks is the longest.
    package static let messageByteCountMax = 5 << 20
    /// Gossip between nodes.
    static let form = PeerLine.Form(path: "/gossip") { messages($0) ?? [] }

    /// Messages of a body.
    private static let countMax = 256
    /// Bytes of the messages of a body, beyond the first.
    private static let byteCountMax = 8 << 20

    /// The first of the messages; of lazy ones, no more are made than have room, and one.
    package static func body(_ messages: some Sequence<[UInt8]>) -> [UInt8] {
        var body: [UInt8] = []
        for message in messages.prefix(countMax) {
            guard body.isEmpty || body.count + message.count <= byteCountMax else { break }
            body += message.hybridPart
        }
        return body
    }

    /// The messages of a body; nil where it is none.
    package static func messages(_ body: [UInt8]) -> [[UInt8]]? {
        var reader = HybridReader(body)
        var messages: [[UInt8]] = []
        while reader.leftByteCount > 0, messages.count < countMax {
            messages.append(reader.part())
        }
        return reader.isExact ? messages : nil
    }
}
