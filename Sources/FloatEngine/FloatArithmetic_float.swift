/// The operations of a pass in one arithmetic. Matrices are row-major, sums in the arithmetic's
/// order.
package protocol FloatArithmetic: Sendable {
    associatedtype Number: BinaryFloatingPoint & Sendable

    /// x · W + b over the first `columns` columns of W. **Shapes:** x [T, K] → [T, columns].
    func linear(_ x: [Number], _ weight: FloatMatrix, bias: [Float]?, columns: Int) -> [Number]

    /// (x · panels) · scale, with x and the result inside larger matrices.
    ///
    /// - Parameter panels: [columns / 16][depth][16].
    func product(
        _ to: UnsafeMutablePointer<Number>, _ toStride: Int, _ x: UnsafePointer<Number>,
        _ xStride: Int, panels: [Number], scale: Number, rows: Int, depth: Int, columns: Int)

    /// LayerNorm of every row.
    func normalized(
        _ x: [Number], gain: [Float], bias: [Float], epsilon: Double
    ) -> [Number]

    /// RMSNorm of every row.
    func rootNormalized(_ x: [Number], gain: [Float], epsilon: Double) -> [Number]

    /// Softmax of each row up to the row's own position; 0 behind it. **Shapes:** [H, T, T].
    func softmax(_ scores: [Number], tokenCount: Int) -> [Number]

    /// GELU by tanh.
    func activated(_ x: [Number]) -> [Number]

    /// silu(gate) · up.
    func gated(_ gate: [Number], _ up: [Number]) -> [Number]

    /// The factor of scores: 1 / √headWidth.
    func scoreScale(headWidth: Int) -> Number
}
