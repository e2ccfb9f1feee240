internal import Trials

/// A verdict sorted for test reports: passed, skipped, failed or error.
///
/// The five formats agree because all of them ask here. A verdict as expected passes, but for two:
/// nothing was tried where no guard was reached, so that is skipped, with its reason, and a fault
/// of the laboratory says nothing of the system whoever expected it. What was not reached although
/// it should have been is an error, not a skip: a skip is green, and green would be a lie.
enum TrialOutcome {
    case passed
    /// Broken as the scenario says: the proof that the attack works where the hole is open.
    case redProof
    case skipped
    /// Unexpected, but somebody knows of it and says why that is accepted.
    case known
    /// The system did other than its scenario says.
    case failed
    /// The trial shows nothing of the system.
    case error

    init(_ result: TrialResult) {
        switch (result.verdict, result.isAsExpected) {
        case (_, false) where result.knownReason != nil: self = .known
        case (.labFault, _), (.notExercised, false), (.invalidSubmission, false): self = .error
        case (.notExercised, true): self = .skipped
        case (.broken, true): self = .redProof
        case (_, true): self = .passed
        case (_, false): self = .failed
        }
    }

    /// Whether somebody has to look.
    var isSurprise: Bool { self == .failed || self == .error }

    /// "broken, expected held", or what is as it should be, in one clause.
    static func clause(_ result: TrialResult) -> String {
        let verdict = ReportText.words(result.verdict)
        switch TrialOutcome(result) {
        case .failed, .error, .known:
            return "\(verdict), expected \(ReportText.words(result.expected))"
        case .redProof: return "broken as expected, the red proof"
        case .passed, .skipped: return "\(verdict) as expected"
        }
    }

    /// "known failure: the reason"; nil where there is none.
    static func knownFailure(_ result: TrialResult) -> String? {
        result.knownReason.map { "known failure: \($0)" }
    }

    /// "known hole: a, b", or that a scenario names none.
    static func holes(_ result: TrialResult) -> String {
        let holes = result.scenario.holes
        if holes.isEmpty { return "known to be broken, no hole named" }
        return (holes.count == 1 ? "known hole: " : "known holes: ")
            + holes.joined(separator: ", ")
    }
}

extension Verdict {
    /// The verdicts that a report of a run counts: that of scripts only where one has it.
    static func shown(in suite: SuiteResult) -> [Verdict] {
        suite.results.contains { $0.verdict == .invalidSubmission } ? allCases : ofScenarios
    }
}
