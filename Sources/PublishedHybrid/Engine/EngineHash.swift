internal import Encodings

/// A hash of 32 bytes, as the engine takes it from a text.
package struct EngineHash: Sendable, Equatable {
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// The last 32 bytes, with zeros in front where there are fewer.
    package init(_ bytes: [UInt8]) {
        let last = bytes.suffix(Self.byteCount)
        self.bytes = [UInt8](repeating: 0, count: Self.byteCount - last.count) + last
    }

    /// The hash that a text spells: whatever stands behind the first pair that is no hexadecimal
    /// is dropped. Bytes of UTF-8.
    package init(hexadecimal text: [UInt8]) {
        var digits = text[...]
        if text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] | 0x20 == UInt8(ascii: "x") {
            digits = digits.dropFirst(2)
        }
        if !digits.count.isMultiple(of: 2) { digits = [UInt8(ascii: "0")] + digits }
        self.init(GoHexadecimal.decoded(digits).bytes)
    }

    /// With `0x`, in lower case.
    package var text: String { "0x" + Hexadecimal.text(of: bytes) }
}

/// The field of a header that carries the proposal: the parent's hash, then the update's id.
package enum EngineExtraData {
    /// - Parameter update: the id's text; zeros where it is no hexadecimal or empty, its first 32
    ///   bytes otherwise, filled up with zeros behind them.
    package static func bytes(parent: EngineHash, update: [UInt8]) -> [UInt8] {
        let decoded = GoHexadecimal.decoded(update[...])
        let id = decoded.isWhole ? Array(decoded.bytes.prefix(EngineHash.byteCount)) : []
        return parent.bytes + id
            + [UInt8](repeating: 0, count: EngineHash.byteCount - id.count)
    }
}
