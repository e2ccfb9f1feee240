extension IntegerMatrix {
    /// RMSNorm of every row, before its clamp.
    ///
    /// **Units:** self and result Q16, gain Q12. **Bounds:** for |x| ≤ 2^28 and n ≤ 2^15:
    /// |x'| ≤ 2^22, Σx'² ≤ 2^59, the root in Q19 from 524 to 2^31, |x| · R < 2^56, the inner result
    /// below 2^25, times the gain ≤ 2^41. **Source:** `Sources/Inference/QWEN2.md`, section 4.
    public func rootNormalized(gain: IntegerTensor) -> IntegerMatrix {
        precondition(gain.columns == columns, "gain length")
        var result = self
        for row in 0..<rows {
            Self.rootNormalize(
                &result.elements, row * columns..<(row + 1) * columns, gain.elements)
        }
        return result
    }

    /// 10^−6 in Q32.
    private static let epsilon: Int64 = 4295

    private static func rootNormalize(
        _ x: inout [Int64], _ row: Range<Int>, _ gain: [Int32]
    ) {
        let largest = row.reduce(Int64(0)) { max($0, abs(x[$1])) }
        let shift = Int64(max(0, Int64.bitWidth - largest.leadingZeroBitCount - 22))
        var squares: Int64 = 0
        for index in row {
            let part = shift == 0 ? x[index] : FixedPoint.roundShift(x[index], shift)
            squares += part * part
        }
        let mean = FixedPoint.floorDivide(squares, Int64(row.count))
        let root = FixedPoint.integerSquareRoot((mean << (2 * shift) + epsilon) << 6)
        let reciprocal = (1 << 50) / root
        for (column, index) in row.enumerated() {
            let norm = FixedPoint.roundShift(x[index] * reciprocal, 31)
            x[index] = FixedPoint.roundShift(norm * Int64(gain[column]), 12)
        }
    }
}
