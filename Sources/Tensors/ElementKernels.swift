/// The operations of the engine that are no products with weights: one face for their definition
/// and for the vectorised kernels.
///
/// **Determinism:** as with ``ExactGEMM``, an implementation may choose the order and the
/// instructions of its work, but never the result.
public protocol ElementKernels: Sendable {
    /// LayerNorm of every row and its clamp. **Shapes:** x, result [T, C]; gain, bias [C].
    func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// RMSNorm of every row and its clamp.
    ///
    /// **Shapes:** x, result [T, C]; gain [C]. **Units:** x, result Q16; gain Q12.
    /// **Bounds:** C from 1 to 2^15, |x| ≤ 2^28, |gain| ≤ 2^16; shifted squares sum to at most
    /// 2^59, products with the gain are within ±2^41, and the norm is within ±2^29 before its clamp
    /// to ±2^28.
    /// **Source:** `Sources/Inference/QWEN2.md`, section 4.
    func rootNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// The turn of queries and keys by the positions of their rows, clamped, in place; values stay.
    ///
    /// **Shapes:** x [T, (H + 2K) · D], of which the first (H + K) · D columns turn; positions [T].
    /// **Units:** x Q16; the table's cosines and sines Q30. **Bounds:** |x| ≤ 2^28, cosines and
    /// sines within ±2^30; sums of two products are within ±2^59, and what is turned is within
    /// ±2^29 before its clamp to ±2^28. **Precondition:** the table has the positions, and heads of
    /// the layout's width. **Source:** `Sources/Inference/QWEN2.md`, sections 3 and 5.
    func rotate(
        _ x: inout ActivationMatrix, positions: [Int], layout: HeadLayout, table: RotaryTable,
        workers: Workers
    ) -> ClampCount

    /// silu(gate) · up and its clamp.
    ///
    /// **Shapes:** x [T, 2F], gates before what they open; result [T, F]. **Units:** Q16.
    /// **Bounds:** |gate|, |up| ≤ 2^28; gate · sigmoid is within ±2^44, silu(gate) · up within
    /// ±2^56, and the result within ±2^40 before its clamp to ±2^28.
    /// **Precondition:** x has an even number of columns.
    /// **Source:** `Sources/Inference/QWEN2.md`, sections 4 and 5.
    func gated(
        _ x: ActivationMatrix, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// GELU of every element, in place. **Shapes:** x [T, 4C], or any other.
    func geluActivate(_ x: inout ActivationMatrix, workers: Workers)

    /// x + branch, clamped, in the place of x. **Shapes:** x, branch [T, C].
    func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount

    /// Scores, softmax and weighted values of every head. **Shapes:** see ``AttentionJob``.
    func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult
}
