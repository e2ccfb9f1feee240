internal import Fingerprints
internal import Tensors

/// Counts of the differences between the integer model's rows and those of floats.
///
/// Differences are summed as integers, so that threads do not move a bit of their mean.
struct QualityTally: Sendable {
    private static let scale = Float(1 << 30) * 1024

    private var entryCount = 0
    private var sumQ40 = 0
    private var largestQ40 = 0
    private var agreeingTopCount = 0
    private var agreeingRowCount = 0
    private var agreeingProofCount = 0

    /// **Precondition:** both are of the same heads and tokens.
    mutating func add(_ shadow: ShadowPrint, _ exact: Fingerprint) {
        for (index, head) in exact.heads.enumerated() {
            let row = shadow.rows[index]
            for (p, q16) in zip(row, head.row) {
                let error = abs(Int(p * Self.scale) - Int(q16) << 24)
                entryCount += 1
                sumQ40 += error
                largestQ40 = max(largestQ40, error)
            }
            agreeingTopCount += Self.top(row) == Self.top(head.row) ? 1 : 0
            agreeingRowCount += shadow.quantizedRows[index] == head.quantizedRow ? 1 : 0
        }
        agreeingProofCount += shadow.proofHash == exact.proofHash ? 1 : 0
    }

    private static func top<Value: Comparable>(_ row: [Value]) -> Int? {
        row.indices.max { row[$0] < row[$1] || row[$0] == row[$1] && $0 > $1 }
    }

    mutating func merge(_ other: QualityTally) {
        entryCount += other.entryCount
        sumQ40 += other.sumQ40
        largestQ40 = max(largestQ40, other.largestQ40)
        agreeingTopCount += other.agreeingTopCount
        agreeingRowCount += other.agreeingRowCount
        agreeingProofCount += other.agreeingProofCount
    }

    var quality: ShadowQuality {
        let scale = Double(Self.scale)
        return ShadowQuality(
            entryCount: entryCount, largestError: Magnitude(Double(largestQ40) / scale),
            meanError: Magnitude(Double(sumQ40) / scale / Double(max(entryCount, 1))),
            agreeingTopCount: agreeingTopCount, agreeingRowCount: agreeingRowCount,
            agreeingProofCount: agreeingProofCount)
    }
}
