/// The result of a batch of sequences.
public struct BatchResult: Sendable {
    /// The last position's probabilities, [sequence][layer][head][T], Q16; empty where not read.
    public let rows: [[[[Int64]]]]
    /// The outputs of the last layer's feed-forward residual, [sequence][T · C] row-major, Q16,
    /// within ±2^28; empty where not kept.
    public let residuals: [[Int32]]
    public let ranges: ForwardRanges
    /// Products of matrices that were computed: linear layers and causal attention.
    public let multiplyAddCount: Int
    /// Products of limbs that the linear layers took.
    public let limbProductCount: Int
}
