internal import Classifiers
package import HybridChain

/// A trainer in whole numbers: a step of gradient descent on the output weights, of the rows that
/// it moves most, at the step size that lowers the loss most.
///
/// **Determinism:** all follows from the weights and the samples.
package enum HybridTrainer {
    /// Step sizes: the gradient, shifted left by so many bits.
    private static let shifts = 0...10
    private static let one: Int32 = 1 << 16

    /// The factors of the best step, or nil where none lowers the loss.
    package static func factors(
        _ weights: HybridWeights, _ samples: [HybridGenesis.Sample]
    ) -> [Int32]? {
        let gradient = gradient(weights, samples)
        let before = weights.loss(on: samples)
        var best: (loss: Int64, factors: [Int32])?
        for shift in shifts {
            let factors = factors(gradient, shift: shift, weights.shape)
            let dense = DeltaExpansion.dense(factors, weights.shape)
            guard DeltaExpansion.isInRange(dense) else { continue }
            let loss = weights.adding(dense).loss(on: samples)
            if loss < best?.loss ?? before { best = (loss, factors) }
        }
        return best?.factors
    }

    /// The same step backwards: factors that raise the loss where the step lowers it.
    package static func reversed(_ factors: [Int32], _ shape: HybridShape) -> [Int32] {
        let kept = factors.count - shape.classCount * shape.rank
        return factors.prefix(kept) + factors.dropFirst(kept).map { 0 &- $0 }
    }

    /// The sum over the samples of (p − y)·r, divided by their number: [C, H], Q16.
    ///
    /// **Bounds:** |p − y| ≤ 2^16 and r ≤ 2^28, so each product, shifted by 16, is at most 2^28,
    /// and
    /// 512 of them at most 2^37.
    private static func gradient(
        _ weights: HybridWeights, _ samples: [HybridGenesis.Sample]
    ) -> [[Int64]] {
        let shape = weights.shape
        let model = ClassifierModel(
            inputCount: shape.inputCount, hiddenCount: shape.hiddenCount,
            classCount: shape.classCount, hidden: weights.hidden, output: weights.output)
        var sums = Array(
            repeating: [Int64](repeating: 0, count: shape.hiddenCount), count: shape.classCount)
        for sample in samples {
            let r = model.hiddenSums(sample.input[...]).map { max($0, 0) }
            let p = ClassifierModel.probabilities(model.logits(r))
            for answer in sums.indices {
                let miss = p[answer] - (answer == Int(sample.label) ? Int64(one) : 0)
                for (unit, value) in r.enumerated() { sums[answer][unit] += (miss * value) >> 16 }
            }
        }
        return sums.map { row in row.map { $0 / Int64(samples.count) } }
    }

    /// B2 picks the rank's rows of the greatest gradient, and A2 holds their steps; A1 and B1 stay
    /// zero.
    private static func factors(
        _ gradient: [[Int64]], shift: Int, _ shape: HybridShape
    ) -> [Int32] {
        let sizes = gradient.map { row in row.reduce(0) { max($0, $1.magnitude) } }
        let rows = gradient.indices.sorted {
            sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1
        }
        .prefix(shape.rank)
        let bound = HybridLimits.factorMax
        var right: [Int32] = []
        var left = [Int32](repeating: 0, count: shape.classCount * shape.rank)
        for (place, row) in rows.enumerated() {
            right += gradient[row].map { Int32(min(max(-($0 << Int64(shift)), -bound), bound)) }
            left[row * shape.rank + place] = one
        }
        // A shape may have fewer classes than the rank.
        right += [Int32](repeating: 0, count: shape.rank * shape.hiddenCount - right.count)
        let zeros = [Int32](
            repeating: 0, count: shape.rank * (shape.inputCount + shape.hiddenCount))
        return zeros + right + left
    }
}
