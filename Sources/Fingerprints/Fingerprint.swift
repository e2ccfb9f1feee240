public import Cryptography

/// The cascades of the heads that a salt selects, and the text and digest they come to.
public struct Fingerprint: Sendable {
    /// A selected head, with everything that was computed from its row.
    public struct HeadPrint: Sendable {
        public let head: Head
        /// [T] Q16, the last position's probabilities.
        public let row: [Int64]
        /// [T], summing to 100.
        public let quantizedRow: [Int64]
        public let cascade: GlyphCascade

        public init(head: Head, row: [Int64]) {
            self.head = head
            self.row = row
            quantizedRow = GridQuantization.quantized(row)
            cascade = GlyphCascade(quantizedRow: quantizedRow)
        }

        /// A row that is quantised already, as float pipelines have it; its numbers may be
        /// negative.
        ///
        /// **Shapes:** quantizedRow [T], T ≥ 1. **Bounds:** numbers below 2^36 in magnitude.
        public init(head: Head, quantizedRow: [Int64]) {
            self.head = head
            row = quantizedRow
            self.quantizedRow = quantizedRow
            cascade = GlyphCascade(quantizedRow: quantizedRow)
        }

        /// **Shapes:** rows [layer][head][T], Q16, every row with a positive sum.
        /// **Precondition:** every head has its row. **Result:** in the order of `heads`.
        static func prints(of heads: [Head], rows: [[[Int64]]]) -> [HeadPrint] {
            heads.map { HeadPrint(head: $0, row: rows[$0.layer][$0.head]) }
        }
    }

    public let salt: String
    /// Ascending by layer and head.
    public let heads: [HeadPrint]

    /// **Shapes:** rows [layer][head][T], Q16, every row with a positive sum.
    /// **Precondition:** at least one layer with at least one head.
    public init(salt: String, rows: [[[Int64]]]) {
        self.salt = salt
        let selected = HeadSelection.heads(
            salt: salt, layerCount: rows.count, headCount: rows[0].count)
        heads = HeadPrint.prints(of: selected, rows: rows)
    }

    /// From the rows of the selected heads alone, one behind the other, as traces hold them.
    ///
    /// **Shapes:** selectedRows [heads, T], Q16, every row with a positive sum; the heads are those
    /// that the salt selects, at most ``HeadSelection/headCountMax``.
    /// **Precondition:** layerCount, headCount, T ≥ 1.
    public init(salt: String, layerCount: Int, headCount: Int, selectedRows: [Int64]) {
        self.salt = salt
        let selected = HeadSelection.heads(
            salt: salt, layerCount: layerCount, headCount: headCount)
        let count = selectedRows.count / selected.count
        precondition(
            count > 0 && count * selected.count == selectedRows.count,
            "\(selectedRows.count) elements in the rows of \(selected.count) heads")
        heads = selected.enumerated().map { place, head in
            HeadPrint(head: head, row: Array(selectedRows[place * count..<(place + 1) * count]))
        }
    }

    /// The text of ``heads``, see ``text(of:)``.
    public var text: String { Self.text(of: heads) }

    /// Compact JSON, [[layer,head,B,[[level,value],…]],…] in the order of `heads`. Golden-bearing.
    public static func text(of heads: [HeadPrint]) -> String {
        let prints = heads.map { print in
            let glyphs = print.cascade.glyphs.map { "[\($0.level),\($0.value)]" }
                .joined(separator: ",")
            return "[\(print.head.layer),\(print.head.head),\(print.cascade.base),[\(glyphs)]]"
        }
        return "[" + prints.joined(separator: ",") + "]"
    }

    /// The proof of work, see ``proofDigest(salt:heads:)``.
    public var proofDigest: Digest { Self.proofDigest(salt: salt, heads: heads) }

    /// ``proofDigest`` in lower-case hex.
    public var proofHash: String { proofDigest.text }

    /// SHA-256 of "{salt}|{text}" with the text of the heads. Golden-bearing.
    public static func proofDigest(salt: String, heads: [HeadPrint]) -> Digest {
        Digests.sha256("\(salt)|\(text(of: heads))".utf8)
    }
}
