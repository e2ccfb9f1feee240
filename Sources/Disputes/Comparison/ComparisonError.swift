/// Contradictions within a trace, because of which it cannot be compared. No decoded file has one.
package enum ComparisonError: Error, Equatable, CustomStringConvertible {
    case recordCount(side: ComparisonSide, prompt: Int, got: Int, expected: Int)
    case inputPlace(side: ComparisonSide, operation: String, got: Int)
    case valueCount(side: ComparisonSide, name: String, got: Int, expected: Int)
    /// Equal integers with digests that differ, or the reverse.
    case digestsAgainstValues(name: String, digestsAreEqual: Bool)
    case entangled(stepCountMax: Int)

    package var description: String {
        switch self {
        case .recordCount(let side, let prompt, let got, let expected):
            "\(side) trace: prompt \(prompt): expected \(expected) records, one for each "
                + "operation, got \(got)"
        case .inputPlace(let side, let operation, let got):
            "\(side) trace: operation \(operation): expected inputs that stand before it, got "
                + "place \(got)"
        case .valueCount(let side, let name, let got, let expected):
            "\(side) trace: \(name): expected \(expected) values, got \(got)"
        case .digestsAgainstValues(let name, let digestsAreEqual):
            "\(name): the digests are \(digestsAreEqual ? "equal" : "different"), and the values "
                + "are \(digestsAreEqual ? "different" : "equal"): a trace contradicts itself"
        case .entangled(let stepCountMax):
            "the schedule's inputs: expected at most \(stepCountMax) steps to follow them to the "
                + "coarser trace's operations, got more"
        }
    }
}

/// The side that a trace stands on.
package enum ComparisonSide: String, Sendable, CaseIterable, CustomStringConvertible {
    case left, right

    package var description: String { rawValue }
}
