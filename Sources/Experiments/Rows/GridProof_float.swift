internal import Cryptography
internal import Fingerprints

/// The rows of one prompt on the grid, and the proof that they come to.
package struct GridProof: Sendable {
    package let text: String
    /// SHA-256 of "{salt}|{text}", in lower-case hex.
    package let hash: String
    /// The least gap of its rows; nil where none has one. **Units:** of a probability.
    package let gap: Double?
    package let tokenCount: Int

    init(salt: String, heads: [Head], rows: [GridRow], tokenCount: Int) {
        text = RowTexts.glyphs(heads, rows.map(\.parts))
        hash = Digests.sha256("\(salt)|\(text)".utf8).text
        gap = rows.compactMap(\.gap).min()
        self.tokenCount = tokenCount
    }

    /// Whether the proof starts with the digit 0.
    package var wins: Bool { hash.hasPrefix("0") }
}
