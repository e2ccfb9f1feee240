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
    private let embedding: IntegerTensor  // [V, C] Q16, the transformer's own

    /// Rows of the embedding that are looked up at once.
    private static let rowCount = 256

    /// - Parameter bias: nil where the norm is an RMSNorm.
    ///
    /// **Precondition:** gain and bias have the transformer's width.
    public init(gain: IntegerTensor, bias: IntegerTensor?, of transformer: Transformer) {
        let width = transformer.shape.width
        precondition(
            gain.columns == width && bias?.columns ?? width == width, "gain and bias lengths")
        self.gain = gain
        self.bias = bias
        embedding = transformer.tokenEmbedding
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
        let clamp = Int32(Self.embeddingClamp)
        for first in stride(from: 0, to: embedding.rows, by: Self.rowCount) {
            let ids = first..<min(first + Self.rowCount, embedding.rows)
            let rows = embedding.elements(in: ids.lowerBound * width..<ids.upperBound * width)
            unsafe rows.withUnsafeBufferPointer { rows in
                for id in ids {
                    var score: Int64 = 0  // Q28
                    for column in 0..<width {
                        let element = unsafe rows[(id - first) * width + column]
                        score += operand[column] * Int64(min(max(element, -clamp), clamp))
                    }
                    if score > best.score { best = (Int32(id), score) }
                }
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
