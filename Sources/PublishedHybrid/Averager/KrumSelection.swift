package import PythonValues

/// The published choice among deltas: those whose squared distances to all others sum to least.
///
/// Not the Krum of the literature: no number of liars is reckoned with, and a delta that shares no
/// tensor with the others has the distance 0 and comes first. **Source:** page, section 4.
package enum KrumSelection {
    /// So many deltas at most are chosen.
    package static let chosenCountMax = 3
    /// So many differences of elements at most are computed in one choice; a round that needs more
    /// ends as one that finds no memory.
    ///
    /// A difference is below 2^42, its square below 2^84: all of them sum to less than 2^112.
    package static let differenceCountMax = 1 << 28

    /// The numbers that scores are computed in.
    package enum Arithmetic: Sendable {
        /// Exact integers.
        case exact
        /// The rounding of half precision where both tensors are of it: see ``HalfNorm``.
        case rounded
    }

    /// The places of the `count` deltas that are chosen, the first of them the best.
    ///
    /// **Throws:** ``PythonError``: `RuntimeError` where shapes do not broadcast or both tensors
    /// are of integers, `AttributeError` for what is no dictionary.
    package static func chosen(
        of deltas: [RetrievedDelta], count: Int, arithmetic: Arithmetic = .exact
    ) throws(PythonError) -> [Int] {
        guard deltas.count > count else { return Array(deltas.indices) }
        let scores = try scores(of: deltas, arithmetic: arithmetic)
        let order = PublishedSorting.order(of: scores.count) { left, right in
            scores[left].isLess(than: scores[right])
        }
        return Array(order.prefix(max(count, 0)))
    }

    /// The score of each: the sum of squared distances, of exact arithmetic in units, else in
    /// ``HalfNorm/unitsOfOne``.
    package static func scores(
        of deltas: [RetrievedDelta], arithmetic: Arithmetic = .exact
    ) throws(PythonError) -> [MarkedInteger] {
        var differenceCount = 0
        var scores: [MarkedInteger] = []
        for place in deltas.indices {
            var score = MarkedInteger.integer(0)
            for other in deltas.indices where other != place {
                for (name, tensor) in try deltas[place].named().tensors {
                    guard let its = deltas[other].tensor(name) else { continue }
                    let difference = try TensorDifference(tensor, its)
                    differenceCount += difference.elementCount
                    guard differenceCount <= differenceCountMax else {
                        throw .other(name: "RuntimeError", "can't allocate memory")
                    }
                    let distance = try squaredNorm(
                        difference, formats: [tensor.format, its.format], arithmetic)
                    score = score + distance
                }
            }
            scores.append(score)
        }
        return scores
    }

    private static func squaredNorm(
        _ difference: TensorDifference, formats: [TensorFormat], _ arithmetic: Arithmetic
    ) throws(PythonError) -> MarkedInteger {
        guard formats.contains(where: { $0 != .integer }) else {
            throw .other(
                name: "RuntimeError",
                "linalg.vector_norm: Expected a floating point or complex tensor as input")
        }
        var sum = MarkedInteger.integer(0)
        let isRounded = arithmetic == .rounded
        let isHalf = isRounded && formats.allSatisfy { $0 == .half }
        difference.forEach { left, right in
            let element =
                isHalf
                ? HalfNorm.rounded(HalfNorm.rounded(left) - HalfNorm.rounded(right))
                : left - right
            sum = sum + element.squared
        }
        guard isRounded else { return sum }
        return isHalf ? HalfNorm.squaredNorm(ofSquares: sum) : HalfNorm.scaled(sum)
    }
}
