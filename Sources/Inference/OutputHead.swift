public import Tensors

/// The top of a transformer, which turns the output of the last layer into a next token: the
/// closing norm, and the token embedding as a matrix of scores.
///
/// The protocol's proofs need none of it. **Determinism:** as of ``Transformer``: the sums are
/// whole, and of equal scores the lowest id wins.
public struct OutputHead: Sendable {
    /// Embeddings as weights of scores are clamped to ±64, in Q16.
    public static let embeddingClamp: Int64 = 64 << 16

    private let gain: IntegerTensor  // [C] Q12
    private let bias: IntegerTensor?  // [C] Q16; nil of an RMSNorm
    private let embedding: [Int32]  // [V, C] Q16, clamped

    /// - Parameter bias: nil where the norm is an RMSNorm.
    ///
    /// **Precondition:** gain and bias have the transformer's width.
    public init(gain: IntegerTensor, bias: IntegerTensor?, of transformer: Transformer) {
        let width = transformer.shape.width
        precondition(
            gain.columns == width && bias?.columns ?? width == width, "gain and bias lengths")
        self.gain = gain
        self.bias = bias
        let clamp = Int32(Self.embeddingClamp)
        embedding = transformer.tokenEmbedding.elements.map { min(max($0, -clamp), clamp) }
    }

    /// The token with the highest score behind a sequence.
    ///
    /// **Shapes:** residual [T, C] row-major, Q16, of the last layer. **Bounds:** operands within
    /// 2^24 and 2^22, at most 2^15 columns: sums below 2^61.
    func token(after residual: [Int32]) -> Int32 {
        let width = gain.columns
        let x = IntegerMatrix(
            rows: 1, columns: width, elements: residual.suffix(width).map(Int64.init))
        var last =
            bias.map { x.layerNormalized(gain: gain, bias: $0) } ?? x.rootNormalized(gain: gain)
        _ = last.clamp(to: FixedPoint.activationClamp)
        let operand = last.elements.map { FixedPoint.roundShift($0, 4) }  // Q12
        var best: (id: Int32, score: Int64) = (0, .min)
        unsafe embedding.withUnsafeBufferPointer { embedding in
            for id in 0..<embedding.count / width {
                var score: Int64 = 0  // Q28
                for column in 0..<width {
                    score += operand[column] * Int64(unsafe embedding[id * width + column])
                }
                if score > best.score { best = (Int32(id), score) }
            }
        }
        return best.id
    }
}

extension Transformer {
    /// The token that the model finds most likely behind a sequence.
    ///
    /// **Shapes:** ids [T], 1 ≤ T ≤ context. **Precondition:** the head is of this model.
    /// **Throws:** ``InferenceError``.
    public func nextToken(
        after ids: [Int32], head: OutputHead, workers: Workers = .alone
    ) throws(InferenceError) -> Int32 {
        let result = try forward(batch: [ids], keepsResiduals: true, workers: workers)
        return head.token(after: result.residuals[0])
    }
}
