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

    /// RMSNorm of every row and its clamp. **Shapes:** x, result [T, C]; gain [C].
    func rootNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// The turn of queries and keys by the positions of their rows, clamped, in place; values stay.
    ///
    /// **Shapes:** x [T, (H + 2K) · D]; positions [T]. **Precondition:** the table has the
    /// positions, and heads of the layout's width.
    func rotate(
        _ x: inout ActivationMatrix, positions: [Int], layout: HeadLayout, table: RotaryTable,
        workers: Workers
    ) -> ClampCount

    /// silu(gate) · up and its clamp. **Shapes:** x [T, 2F], gates before what they open; result
    /// [T, F].
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
