package import Trials

/// The unexpected verdicts of a run as commands that GitHub's runner reads from a build's log, one
/// a line.
///
/// The caller decides whether to print them. All are errors: a fault of the laboratory fails a run
/// as a broken claim does. GitHub's runner shows the first ten of a step.
package enum GitHubAnnotations {
    /// Empty where nothing is unexpected.
    package static func text(_ suite: SuiteResult) -> String {
        suite.results.filter { TrialOutcome($0).isSurprise }.map(command).joined()
    }

    private static func command(_ result: TrialResult) -> String {
        let scenario = result.scenario
        let title =
            "\(scenario.system) \(scenario.id) \(result.profile.rawValue): "
            + TrialOutcome.clause(result)
        let message =
            "\(ReportText.shown(scenario.title)). \(ReportText.shown(result.evidence))\n"
            + "replay: \(ReportText.shown(result.replay))"
        return "::error file=\(property(scenario.file)),title=\(property(title))"
            + "::\(escaped(message))\n"
    }

    private static func property(_ text: String) -> String {
        escaped(ReportText.shown(text), more: [":", ","])
    }

    /// `%`, line ends and `more` as percent and two digits: what the runner turns back.
    private static func escaped(_ text: String, more: [Unicode.Scalar] = []) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if ["%", "\n", "\r"].contains(scalar) || more.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += scalar.value < 16 ? "%0\(digits)" : "%\(digits)"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
