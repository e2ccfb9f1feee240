internal import Tensors

/// Krum and multi-Krum over vectors of integers: those near most of the others, and no others'
/// order of arrival, names or floats.
///
/// **Source:** Blanchard and others, Machine Learning with Adversaries: Byzantine Tolerant Gradient
/// Descent, section 3: of n vectors, f of them anybody's, with n ≥ 2f + 3.
package struct KrumSelection: Sendable, Equatable {
    /// The sum of each vector's n − f − 2 smallest squared distances to the others.
    package let scores: [Int64]
    /// Krum's choice: the place of the least score, of equal ones the one of the smaller id.
    package let first: Int
    /// Multi-Krum's: the first n − f − 2 by score and id, by rising place.
    package let chosen: [Int]

    /// The number of vectors from which on f false ones cannot win: 2f + 3.
    package static func countMin(faultCount: Int) -> Int { 2 * faultCount + 3 }

    /// The selection of vectors of one length, each with an id.
    ///
    /// Below ``countMin(faultCount:)`` it stands for nothing: then at least one distance is summed,
    /// where there is one, and one vector chosen.
    /// **Precondition:** at least one vector, all of one length, at most 2^14; as many ids; f ≥ 0.
    /// **Bounds:** numbers within ±2^20 give squares of at most 2^42, a distance of at most 2^56,
    /// and of 64 vectors a score of at most 62 · 2^56 < 2^62; without `delta_range` they wrap.
    package init(_ vectors: [[Int64]], ids: [[UInt8]], faultCount: Int) {
        precondition(!vectors.isEmpty && vectors.count == ids.count, "\(ids.count) ids")
        let count = vectors.count
        let chosenCount = max(count - faultCount - 2, 1)
        let distances = Self.distances(vectors)
        let scores = (0..<count).map { place in
            (0..<count).filter { $0 != place }.map { distances[place * count + $0] }.sorted()
                .prefix(chosenCount).reduce(0, &+)
        }
        let order = (0..<count).sorted { left, right in
            if scores[left] != scores[right] { return scores[left] < scores[right] }
            if ids[left] != ids[right] { return ids[left].lexicographicallyPrecedes(ids[right]) }
            return left < right
        }
        self.scores = scores
        first = order[0]
        chosen = order.prefix(chosenCount).sorted()
    }

    /// The squared Euclidean distances [n, n].
    private static func distances(_ vectors: [[Int64]]) -> [Int64] {
        let count = vectors.count
        var distances = [Int64](repeating: 0, count: count * count)
        for one in 0..<count {
            for other in 0..<one {
                var sum: Int64 = 0
                for (left, right) in zip(vectors[one], vectors[other]) {
                    let difference = left &- right
                    sum &+= difference &* difference
                }
                distances[one * count + other] = sum
                distances[other * count + one] = sum
            }
        }
        return distances
    }

    /// The mean of the vectors at these places, each number rounded to the nearest, halves up.
    ///
    /// **Precondition:** at least one place. **Bounds:** the sum of 64 numbers within ±2^20 is
    /// within ±2^26; without `delta_range` it wraps.
    package static func average(of vectors: [[Int64]], at places: [Int]) -> [Int64] {
        precondition(!places.isEmpty, "an average of nothing")
        var sums = vectors[places[0]]
        for place in places.dropFirst() {
            for (index, number) in vectors[place].enumerated() { sums[index] &+= number }
        }
        return sums.map { mean(sum: $0, count: Int64(places.count)) }
    }

    /// floor((2·sum + m) / 2m).
    package static func mean(sum: Int64, count: Int64) -> Int64 {
        FixedPoint.floorDivide(2 &* sum &+ count, 2 * count)
    }
}
