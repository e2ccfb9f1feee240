internal import Encodings

/// A block of the engine, as its answers show it.
package struct EngineBlock: Sendable, Equatable {
    package let hash: EngineHash
    package let parent: EngineHash
    package let time: UInt64
    package let extra: [UInt8]
    package let nonce: UInt64

    /// The block that is mined upon a parent for an update, whose id is given as a text; nil where
    /// no nonce is found.
    package static func mined(parent: EngineHash, time: UInt64, update: [UInt8]) -> EngineBlock? {
        let extra = EngineExtraData.bytes(parent: parent, update: update)
        let header = EngineHeader(parent: parent, time: time, extra: extra)
        return header.mined().map {
            EngineBlock(
                hash: $0.hash, parent: parent, time: time, extra: extra, nonce: $0.nonce)
        }
    }

    /// The members in the order of the engine's answers.
    package var json: String {
        let members = [
            ("blockNumber", Self.number(EngineHeader.number)),
            ("blockHash", hash.text),
            ("parentHash", parent.text),
            ("timestamp", Self.number(time)),
            ("extraData", "0x" + Hexadecimal.text(of: extra)),
            ("difficulty", Self.number(EngineHeader.difficulty)),
            ("nonce", Self.number(nonce)),
        ].map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        let gasLimit = Self.number(EngineHeader.gasLimit)
        return "{\(members),\"transactions\":[],\"gasLimit\":\"\(gasLimit)\",\"gasUsed\":\"0x0\"}"
    }

    private static func number(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
