/// The operations of the engine that are no products with weights: one face for their definition
/// and for the vectorised kernels.
///
/// **Determinism:** as with ``ExactGEMM``, an implementation may choose how, never what.
public protocol ElementKernels: Sendable {
    /// LayerNorm of every row and its clamp. **Shapes:** x, result [T, C]; gain, bias [C].
    func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount)

    /// GELU of every element.
    func geluActivate(_ x: inout ActivationMatrix, workers: Workers)

    /// x + branch, clamped.
    func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount

    func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult
}
