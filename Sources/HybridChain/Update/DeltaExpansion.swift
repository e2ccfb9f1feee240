/// The expansion of a delta's factors into a change of each weight.
package enum DeltaExpansion {
    /// rs(B1·A1, 16) of W1 [H, D], then rs(B2·A2, 16) of W2 [C, H].
    ///
    /// **Precondition:** the shape's factors. **Bounds:** |factor| ≤ 2^20, r ≤ 8, so |sum| ≤ 2^43
    /// and the result's magnitude 2^27; without `factor_range` the sums wrap.
    package static func dense(_ factors: [Int32], _ shape: HybridShape) -> [Int64] {
        precondition(factors.count == shape.factorCount, "\(factors.count) factors")
        let rank = shape.rank
        var start = 0
        func taken(_ count: Int) -> ArraySlice<Int32> {
            defer { start += count }
            return factors[start..<start + count]
        }
        let rightOfHidden = taken(rank * shape.inputCount)
        let leftOfHidden = taken(shape.hiddenCount * rank)
        let rightOfOutput = taken(rank * shape.hiddenCount)
        let leftOfOutput = taken(shape.classCount * rank)
        return product(leftOfHidden, rightOfHidden, rank, columnCount: shape.inputCount)
            + product(leftOfOutput, rightOfOutput, rank, columnCount: shape.hiddenCount)
    }

    /// Whether each number of a dense delta is within ±2^20.
    package static func isInRange(_ dense: [Int64]) -> Bool {
        dense.allSatisfy { $0.magnitude <= HybridLimits.deltaMax.magnitude }
    }

    /// Left [rows, r] times right [r, columns], each sum shifted by 16 with halves up.
    private static func product(
        _ left: ArraySlice<Int32>, _ right: ArraySlice<Int32>, _ rank: Int, columnCount: Int
    ) -> [Int64] {
        (0..<left.count / rank).flatMap { row in
            (0..<columnCount).map { column in
                var sum: Int64 = 0
                for middle in 0..<rank {
                    let one = Int64(left[left.startIndex + row * rank + middle])
                    let other = Int64(right[right.startIndex + middle * columnCount + column])
                    sum &+= one &* other
                }
                return (sum &+ 1 << 15) >> 16
            }
        }
    }
}
