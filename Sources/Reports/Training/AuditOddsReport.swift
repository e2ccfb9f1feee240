internal import BigInt
package import Encodings
package import TrainingDisputes

/// The measured share of frauds that audits missed, beside the formula.
package struct AuditOddsReport: Sendable {
    private let trials: AuditTrials

    package init(_ trials: AuditTrials) { self.trials = trials }

    package func text(_ style: TextStyle) -> String {
        let (odds, bound, allowed) = (trials.odds, trials.bound, trials.allowed)
        var table = TextTable()
        table.add(
            "fraud", "\(odds.falseCount) false of \(ReportText.count(odds.stepCount, "step"))")
        table.add("audit", "\(ReportText.count(odds.sampleCount, "step")) sampled")
        table.add("formula", "C(T-f, k) / C(T, k) = \(odds.missing) / \(odds.all)")
        table.add("bound", "exact binomial, alpha 1/\(bound.alphaDenominator)")
        table.add("audits", "\(bound.trialCount)")
        table.add(
            "missed",
            "\(trials.missCount), allowed \(allowed.lowerBound) to \(allowed.upperBound)")
        table.add("wrong", "\(trials.wrongCount) that contradict the sampled steps")
        table.add("seed", trials.seed)
        return table.text + "\n  "
            + (trials.holds
                ? style.text("the measured share is what the formula allows", .good)
                : style.text("the measured share is not what the formula allows", .bad)) + "\n"
    }

    package var json: JSONValue {
        let (odds, bound, allowed) = (trials.odds, trials.bound, trials.allowed)
        return .object([
            JSONMember("steps", .integer(odds.stepCount)),
            JSONMember("false_steps", .integer(odds.falseCount)),
            JSONMember("sample", .integer(odds.sampleCount)),
            JSONMember("seed", .string(trials.seed)),
            JSONMember("missing_ways", .string("\(odds.missing)")),
            JSONMember("all_ways", .string("\(odds.all)")),
            JSONMember("alpha_denominator", .integer(bound.alphaDenominator)),
            JSONMember("audits", .integer(bound.trialCount)),
            JSONMember("missed", .integer(trials.missCount)),
            JSONMember(
                "allowed", .array([.integer(allowed.lowerBound), .integer(allowed.upperBound)])),
            JSONMember("wrong", .integer(trials.wrongCount)),
            JSONMember("holds", .boolean(trials.holds)),
        ])
    }
}
