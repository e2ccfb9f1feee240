extension IntegerMatrix {
    /// LayerNorm of every row, before its clamp.
    ///
    /// **Units:** self and result Q16, gain Q12, bias Q16. **Bounds:** for |x| ≤ 2^28 and
    /// n ≤ 2^15: |x − mean| ≤ 2^29, c8 ≤ 2^21, Σc8² ≤ 2^57, norm ≤ 2^37, norm · gain ≤ 2^53.
    /// **Source:** protocol v4, section 3.
    public func layerNormalized(gain: IntegerTensor, bias: IntegerTensor) -> IntegerMatrix {
        precondition(gain.columns == columns && bias.columns == columns, "gain and bias lengths")
        var result = self
        for row in 0..<rows {
            Self.layerNormalize(
                &result.elements, row * columns..<(row + 1) * columns, gain.elements, bias.elements)
        }
        return result
    }

    private static func layerNormalize(
        _ x: inout [Int64], _ row: Range<Int>, _ gain: [Int32], _ bias: [Int32]
    ) {
        let n = Int64(row.count)
        var sum: Int64 = 0
        for index in row { sum += x[index] }
        let mean = FixedPoint.floorDivide(sum, n)
        var squares: Int64 = 0
        for index in row {
            let c8 = FixedPoint.roundShift(x[index] - mean, 8)
            squares += c8 * c8
        }
        let variance = FixedPoint.floorDivide(squares, n)
        let deviation = max(FixedPoint.integerSquareRoot(variance), 1)
        for (column, index) in row.enumerated() {
            let norm = FixedPoint.floorDivide((x[index] - mean) * 256, deviation)
            x[index] = FixedPoint.roundShift(norm * Int64(gain[column]), 12) + Int64(bias[column])
        }
    }
}
