package import Trials

/// A trial with every event of its log.
package enum TrialText {
    package static func text(_ trial: TrialResult, style: TextStyle) -> String {
        let events = EventText.lines(trial.log.lines).map { "  \($0)\n" }.joined()
        let verdict = style.text(
            trial.verdict.rawValue, trial.isAsExpected ? .good : .bad)
        let guards =
            trial.guardsHit.isEmpty
            ? "none" : trial.guardsHit.map(\.name).joined(separator: ", ")
        return """

            \(trial.profile.rawValue): \(verdict), expected \(trial.expected.rawValue)
              guards hit: \(guards)
              \(trial.evidence)
            \(events)
            """
    }
}
