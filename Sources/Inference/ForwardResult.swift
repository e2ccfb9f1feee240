/// The result of a forward pass.
public struct ForwardResult: Sendable {
    /// The last position's probabilities, [layer][head][T], Q16.
    public let rows: [[[Int64]]]
    /// The output of the last layer's feed-forward residual, [T · C] row-major, Q16, within ±2^28;
    /// empty where not kept.
    public let residual: [Int32]
    public let ranges: ForwardRanges
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int
}
