internal import Fingerprints

/// The rows of one float pass that a salt selects, and the fingerprint that they make.
struct ShadowPrint {
    /// The rows in the order of the heads, [T] each.
    let rows: [[Float]]
    let quantizedRows: [[Int64]]
    let proofHash: String

    /// **Shapes:** row(head) [T], as a softmax leaves it.
    init(
        salt: String, heads: [Head], layerCount: Int, headCount: Int, row: (Head) -> [Float]
    ) {
        rows = heads.map(row)
        quantizedRows = rows.map(FloatRow.quantized)
        // The fingerprint reads the selected heads only.
        var all = [[[Int64]]](
            repeating: Array(repeating: [], count: headCount), count: layerCount)
        for (head, row) in zip(heads, quantizedRows) { all[head.layer][head.head] = row }
        // A row that sums to 100 is on the grid already, so the fingerprint leaves it as it is.
        proofHash = Fingerprint(salt: salt, rows: all).proofHash
    }
}
