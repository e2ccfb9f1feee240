internal import Trials

/// Verdicts of some scenarios under one set of rules.
struct VerdictCounts: Equatable {
    let heldCount: Int
    let brokenCount: Int
    /// Neither held nor broken: inconclusive, not exercised, a fault of the laboratory, or no
    /// submission.
    let undecidedCount: Int
    /// Scenarios that have no verdict under these rules.
    let notTriedCount: Int
    /// Verdicts other than expected that nobody accepted before.
    let surpriseCount: Int

    /// - Parameters:
    ///   - results: all of one profile.
    ///   - scenarioCount: the scenarios that there are, tried or not; at least the results.
    init(_ results: [TrialResult], scenarioCount: Int) {
        heldCount = results.count { $0.verdict == .held }
        brokenCount = results.count { $0.verdict == .broken }
        undecidedCount = results.count - heldCount - brokenCount
        notTriedCount = max(scenarioCount - results.count, 0)
        surpriseCount = results.count { TrialOutcome($0).isSurprise }
    }

    var triedCount: Int { heldCount + brokenCount + undecidedCount }

    /// The mark of all of them: one that is broken tells more than many that are held.
    var mark: Mark {
        if triedCount == 0 { return .notTried }
        if brokenCount > 0 { return .broken }
        return undecidedCount > 0 ? .undecided : .held
    }

    enum Mark {
        case held, broken, undecided, notTried

        /// The verdict whose mark on the page it has; nil where there is none.
        var verdict: Verdict? {
            switch self {
            case .held: .held
            case .broken: .broken
            case .undecided: .inconclusive
            case .notTried: nil
            }
        }
    }

    /// The verdicts that the mark stands for, of those tried: "12/20".
    var fraction: String {
        switch mark {
        case .held: "\(heldCount)/\(triedCount)"
        case .broken: "\(brokenCount)/\(triedCount)"
        case .undecided: "\(undecidedCount)/\(triedCount)"
        case .notTried: "–"
        }
    }

    /// "12 broken, 8 held, 3 not tried".
    var words: String {
        let all = [
            (brokenCount, "broken"), (heldCount, "held"), (undecidedCount, "undecided"),
            (notTriedCount, "not tried"), (surpriseCount, "unexpected"),
        ]
        let parts = all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "no scenario" : parts.joined(separator: ", ")
    }
}
