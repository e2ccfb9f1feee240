/// A message of the gossip as the referee reads it: from the page that gives every byte, by no code
/// of the system's. Its bytes are its one form.
package enum ExactMessage: Equatable {
    /// Blocks in a row. - parent: 32 bytes, the id that the first stands on.
    case blocks(parent: [UInt8], blocks: [[UInt8]])
    case transaction([UInt8])
    /// A message that carries neither.
    case other

    private static let byteCountMax = 8 << 20
    private static let elementCountMax = 64

    /// Reads a message; nil for bytes that are none, or that go on after it.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.byteCountMax, let kind = bytes.first else { return nil }
        let body = bytes.dropFirst()
        switch kind {
        case 0:
            guard body.count == 64 else { return nil }
            self = .other
        case 1: self.init(countOf: body, elementByteCount: 32)
        case 2: self.init(blocks: body)
        case 3: self = .transaction(Array(body))
        case 4:
            guard body.isEmpty else { return nil }
            self = .other
        case 5: self.init(countOf: body, elementByteCount: 4)
        default: return nil
        }
    }

    /// A count and as many elements of one size.
    private init?(countOf body: ArraySlice<UInt8>, elementByteCount: Int) {
        guard let count = Self.number(body), count <= Self.elementCountMax,
            body.count == 4 + count * elementByteCount
        else { return nil }
        self = .other
    }

    private init?(blocks body: ArraySlice<UInt8>) {
        let (parent, list) = (Array(body.prefix(32)), body.dropFirst(32))
        guard parent.count == 32, let count = Self.number(list), count <= Self.elementCountMax
        else { return nil }
        var rest = list.dropFirst(4)
        var blocks: [[UInt8]] = []
        for _ in 0..<count {
            guard let byteCount = Self.number(rest) else { return nil }
            rest = rest.dropFirst(4)
            guard byteCount <= rest.count else { return nil }
            blocks.append(Array(rest.prefix(byteCount)))
            rest = rest.dropFirst(byteCount)
        }
        guard rest.isEmpty else { return nil }
        self = .blocks(parent: parent, blocks: blocks)
    }

    /// Four bytes, the highest first; nil where fewer are left.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
}
