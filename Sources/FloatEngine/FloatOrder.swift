/// The order and the width of a float pass's sums. **Source:** the legacy pipelines' page of this
/// laboratory; all but `double` are float32 arithmetic without fused multiply-adds.
package enum FloatOrder: String, Sendable, CaseIterable {
    /// From +0, the first term first.
    case seq
    /// From +0, the last term first.
    case reverse
    /// Eight partial sums by index modulo 8, joined as a tree.
    case lanes8
    /// Sums in float64, of matrices the products too, rounded once.
    case wide
    /// All of the pass in float64; rotary tables stay float32.
    case double
}
