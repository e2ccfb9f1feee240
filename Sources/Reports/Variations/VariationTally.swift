package import Variations

/// How many variations came to which end.
package struct VariationTally: Sendable {
    package let same: Int
    package let differing: Int
    package let failed: Int
    package let notExercised: Int

    package init(_ outcomes: [VariationOutcome]) {
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
    package var text: String {
        "\(same) same, \(differing) \(differing == 1 ? "differs" : "differ")"
            + (failed > 0 ? ", \(failed) failed" : "") + ", \(notExercised) not exercised"
    }
}
