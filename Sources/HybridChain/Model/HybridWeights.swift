internal import Classifiers
internal import Cryptography
internal import Tensors

/// The weights of the chain's model: a classifier with one hidden layer and no biases.
///
/// **Shapes:** `hidden` W1 [H, D], `output` W2 [C, H], row-major. **Units:** Q16. **Bounds:** each
/// within ±2^23: the first ones are, and every update clamps.
package struct HybridWeights: Sendable, Equatable {
    package let shape: HybridShape
    package let hidden: [Int32]
    package let output: [Int32]

    /// Nil unless the counts are the shape's and each weight is within ±2^23.
    package init?(shape: HybridShape, hidden: [Int32], output: [Int32]) {
        guard hidden.count == shape.hiddenWeightCount, output.count == shape.outputWeightCount,
            (hidden + output).allSatisfy({ $0.magnitude <= ClassifierModel.weightMax })
        else { return nil }
        self.init(checked: shape, hidden: hidden, output: output)
    }

    private init(checked shape: HybridShape, hidden: [Int32], output: [Int32]) {
        self.shape = shape
        self.hidden = hidden
        self.output = output
    }

    /// The weights that a chain's name begins with: words of H(`init`, SHA-256(name)‖u32 i), each
    /// (word & 8191) − 4096, W1 then W2.
    package init(shape: HybridShape, name: [UInt8]) {
        var hasher = HybridDomain.hasher("init")
        hasher.update(Digests.sha256(name).bytes)
        var words = CountedWords(prefix: hasher)
        let hidden = words.firstWeights(shape.hiddenWeightCount)
        self.init(
            checked: shape, hidden: hidden, output: words.firstWeights(shape.outputWeightCount))
    }

    /// The weights that a genesis begins with.
    package init(_ genesis: HybridGenesis) {
        self.init(shape: genesis.shape, name: genesis.name)
    }

    /// H(`weights`, u16 D‖u16 H‖u16 C‖W1‖W2). Golden-bearing.
    package var hash: [UInt8] {
        var hasher = HybridDomain.hasher("weights")
        for count in [shape.inputCount, shape.hiddenCount, shape.classCount] {
            hasher.update(UInt16(count).hybridBytes)
        }
        for part in [hidden, output] { hasher.update(part.flatMap(\.hybridBytes)) }
        return hasher.finalized().bytes
    }

    /// The losses of the samples, Q16, each at most 2^20.
    ///
    /// **Precondition:** samples of the shape: D bytes, a label below C.
    package func losses(on samples: [HybridGenesis.Sample]) -> [Int64] {
        let model = ClassifierModel(
            inputCount: shape.inputCount, hiddenCount: shape.hiddenCount,
            classCount: shape.classCount, hidden: hidden, output: output)
        return samples.map { model.loss(of: $0.input[...], label: Int($0.label)) }
    }

    /// L, the sum of the samples' losses. **Bounds:** 512 · 2^20 = 2^29.
    package func loss(on samples: [HybridGenesis.Sample]) -> Int64 {
        losses(on: samples).reduce(0, +)
    }

    /// Each weight and its part of a dense average, clamped to ±2^23: W1's, then W2's.
    ///
    /// **Precondition:** as many numbers as weights. **Bounds:** |average| ≤ 2^20, so int64 holds
    /// the sum; without `delta_range` it wraps.
    package func adding(_ average: [Int64]) -> HybridWeights {
        precondition(average.count == shape.weightCount, "\(average.count) numbers of an average")
        let sums = zip(hidden + output, average).map { weight, change in
            Int32(
                ClassifierModel.clamped(
                    Int64(weight) &+ change, to: Int64(ClassifierModel.weightMax)))
        }
        return HybridWeights(
            checked: shape, hidden: Array(sums.prefix(hidden.count)),
            output: Array(sums.dropFirst(hidden.count)))
    }
}
