public import Variations

/// How many variations came to which end.
public struct VariationTally: Sendable {
    public let same: Int
    public let differing: Int
    public let failed: Int
    public let notExercised: Int

    public init(_ outcomes: [VariationOutcome]) {
        var (same, differing, failed, notExercised) = (0, 0, 0, 0)
        for outcome in outcomes {
            switch outcome.result {
            case .same: same += 1
            case .differs: differing += 1
            case .failed: failed += 1
            case .notExercised: notExercised += 1
            }
        }
        (self.same, self.differing) = (same, differing)
        (self.failed, self.notExercised) = (failed, notExercised)
    }

    /// "31 same, 0 differ, 8 not exercised"
    public var text: String {
        "\(same) same, \(differing) \(differing == 1 ? "differs" : "differ")"
            + (failed > 0 ? ", \(failed) failed" : "") + ", \(notExercised) not exercised"
    }
}
