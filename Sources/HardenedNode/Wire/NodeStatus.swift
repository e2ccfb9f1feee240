internal import BigInt
package import Cryptography
internal import Encodings

/// The answer to `GET /status`: who the node is, and what it has. Only the chain and the node's
/// own name are acted on; the rest is for people.
package struct NodeStatus: Sendable, Equatable {
    package static let path = "/status"

    /// The chain's id.
    package var chain: Digest
    package var height: Int
    /// The name that the node drew at its start, by which it knows itself.
    package var node: Digest
    package var peerCount: Int
    /// The tip's hash, 64 lower-case hex digits.
    package var tip: String
    package var waitingCount: Int
    /// In decimal.
    package var work: String

    private static let keys = ["chain", "height", "node", "peers", "tip", "waiting", "work"]

    package var bytes: [UInt8] {
        let values: [JSONValue] = [
            .string(chain.text), .integer(height), .string(node.text), .integer(peerCount),
            .string(tip), .integer(waitingCount), .string(work),
        ]
        return Array(
            JSONValue.object(zip(Self.keys, values).map { JSONMember($0, $1) }).compactText.utf8)
    }

    package init(
        chain: Digest, height: Int, node: Digest, peerCount: Int, tip: String, waitingCount: Int,
        work: String
    ) {
        self.chain = chain
        self.height = height
        self.node = node
        self.peerCount = peerCount
        self.tip = tip
        self.waitingCount = waitingCount
        self.work = work
    }

    /// Nil for any other bytes than ``bytes`` gives.
    ///
    /// - Parameter isStrict: whether another order, further members and white space are refused.
    package init?(bytes: [UInt8], isStrict: Bool = true) {
        guard
            let value = try? JSONParser.parse(
                bytes, byteCountMax: HardenedNodeLimits.jsonByteCountMax),
            let chain = Self.digest(value.member("chain")),
            let height = value.member("height")?.integerValue, height >= 0,
            let node = Self.digest(value.member("node")),
            let peerCount = value.member("peers")?.integerValue, peerCount >= 0,
            let tip = value.member("tip")?.stringValue, Self.digest(value.member("tip")) != nil,
            let waitingCount = value.member("waiting")?.integerValue, waitingCount >= 0,
            let work = value.member("work")?.stringValue, Self.isNumber(work)
        else { return nil }
        self.init(
            chain: chain, height: height, node: node, peerCount: peerCount, tip: tip,
            waitingCount: waitingCount, work: work)
        guard self.bytes == bytes || !isStrict else { return nil }
    }

    private static func digest(_ value: JSONValue?) -> Digest? {
        guard let text = value?.stringValue, let bytes = Hexadecimal.bytes(of: text),
            bytes.count == 32
        else { return nil }
        return Digest(bytes: bytes)
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        return (1...96).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.count == 1 || digits[0] != 0x30)
    }
}
