internal import Fingerprints

/// The rows that a salt reads of one float pass, and what they come to.
struct ShadowPrint {
    /// In the order of the heads, [T] each.
    let rows: [[Float]]
    let quantizedRows: [[Int64]]
    let proofHash: String

    /// **Shapes:** row(head) [T]. **Throws:** ``ShadowError`` where one is no row of probabilities.
    init(
        salt: String, heads: [Head], layerCount: Int, headCount: Int,
        context: (variation: String, prompt: Int), row: (Head) -> [Float]
    ) throws(ShadowError) {
        // The fingerprint looks at selected heads alone.
        var all = [[[Int64]]](
            repeating: Array(repeating: [], count: headCount), count: layerCount)
        var rows: [[Float]] = []
        for head in heads {
            let row = row(head)
            guard row.allSatisfy(\.isFinite) else {
                throw .notFinite(
                    variation: context.variation, prompt: context.prompt, layer: head.layer,
                    head: head.head)
            }
            rows.append(row)
            // A row that sums to 100 is on the grid, so that the fingerprint leaves it as it is.
            all[head.layer][head.head] = FloatRow.quantized(row)
        }
        self.rows = rows
        quantizedRows = heads.map { all[$0.layer][$0.head] }
        proofHash = Fingerprint(salt: salt, rows: all).proofHash
    }
}
