/// Whether an attention row says anything of its text.
///
/// The raw values are keys of JSON that others read.
public enum RowKind: String, Sendable, CaseIterable {
    /// No position has more than 5/4 of the uniform share: the row says little but its length.
    case flat
    /// At least 99 % on the first position, where trained heads rest while they find nothing.
    case first
    /// At least 99 % on the last position, the token that asks.
    case own
    /// At least 99 % on one other position.
    case other
    /// A row of none of the kinds above.
    case informative

    /// As tables and pictures call it.
    public var title: String {
        switch self {
        case .flat: "uniform"
        case .first: "on the first token"
        case .own: "on itself"
        case .other: "on one other token"
        case .informative: "informative"
        }
    }

    public var isDegenerate: Bool { self != .informative }

    /// **Shapes:** row [T], T ≥ 2, with a positive sum S. **Bounds:** S ≤ 2^24 and T ≤ 2^15
    /// keep every product below 2^42.
    public init(_ row: [Int64]) {
        let sum = row.reduce(0, +)
        let largest = row.max() ?? 0
        precondition(row.count >= 2 && sum > 0, "\(row.count) weights that sum to \(sum)")
        if 100 * largest >= 99 * sum {
            self = row[0] == largest ? .first : row[row.count - 1] == largest ? .own : .other
        } else if 4 * largest * Int64(row.count) <= 5 * sum {
            self = .flat
        } else {
            self = .informative
        }
    }
}
