internal import Checkpoints
internal import Cryptography
package import Fingerprints

/// The fingerprint that a model's rows come to under a salt, with everything on the way.
package struct FloatProof: Sendable {
    package let salt: String
    /// Ascending by layer and head.
    package let heads: [Head]
    /// [heads][T], float32 widened or float64.
    package let rows: [[Double]]
    package let prints: [Fingerprint.HeadPrint]
    /// The smallest distance of a row to the cut, see ``FloatQuantization/gap(_:)``; infinite where
    /// no row has one.
    package let gap: Double

    /// **Shapes:** rows [heads][T]. **Throws:** ``FloatQuantization/RowError``.
    package init(
        salt: String, heads: [Head], rows: [[Double]]
    ) throws(FloatQuantization.RowError) {
        precondition(rows.count == heads.count, "\(rows.count) rows of \(heads.count) heads")
        self.salt = salt
        self.heads = heads
        self.rows = rows
        var prints: [Fingerprint.HeadPrint] = []
        var gap = Double.infinity
        for (head, row) in zip(heads, rows) {
            let quantized = try FloatQuantization.quantized(row)
            prints.append(Fingerprint.HeadPrint(head: head, quantizedRow: quantized))
            gap = min(gap, try FloatQuantization.gap(row) ?? .infinity)
        }
        self.prints = prints
        self.gap = gap
    }

    package var text: String { Fingerprint.text(of: prints) }

    package var proofHash: String { Fingerprint.proofDigest(salt: salt, heads: prints).text }
}

extension FloatModel {
    /// The heads that a salt selects: six, or all where the model has fewer.
    package func heads(salt: String) -> [Head] {
        HeadSelection.heads(salt: salt, layerCount: form.layerCount, headCount: form.headCount)
    }

    /// The proof that token ids earn under a salt.
    ///
    /// **Throws:** ``InferenceError``, ``FloatQuantization/RowError`` where weights lead a pass
    /// beyond float32.
    package func proof(salt: String, tokenIDs: [Int32], order: FloatOrder) throws -> FloatProof {
        let heads = heads(salt: salt)
        return try FloatProof(
            salt: salt, heads: heads, rows: rows(of: tokenIDs, heads: heads, order: order))
    }
}
