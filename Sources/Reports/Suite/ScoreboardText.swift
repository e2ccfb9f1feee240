public import Trials

/// A run for the terminal: the scoreboard, the holes, what is unexpected and how to see it again.
public enum ScoreboardText {
    private static let slowestCountMax = 10
    private static let nameCountMax = 48

    /// - Parameter width: of the terminal, in columns; nil for no limit.
    public static func text(
        _ suite: SuiteResult, _ provenance: Provenance, width: Int? = nil
    ) -> String {
        let scoreboard = suite.scoreboard
        var text = table(scoreboard, width)
        text += holes(scoreboard, width)
        text += slowest(suite, width)
        text += known(suite)
        text += surprises(suite)
        return text + self.provenance(provenance)
    }

    private static func provenance(_ provenance: Provenance) -> String {
        var table = TextTable()
        for row in provenance.rows { table.add(row.name, ReportText.terminal(row.value)) }
        return "\n" + table.text
    }

    private static func table(_ scoreboard: Scoreboard, _ width: Int?) -> String {
        var table = ColumnTable(
            corner: "system",
            titles: [
                "claim", "scenarios", "triples", "broken in published", "held in hardened",
                "unexpected",
            ])
        for total in scoreboard.totals {
            let rows = scoreboard.rows.filter { $0.system == total.system }
            for row in rows + [total] {
                table.add(
                    name(row.system),
                    [
                        row.claim.map { "\($0.rawValue) \(ClaimText($0).name.lowercased())" }
                            ?? "all",
                        "\(row.scenarioCount)", "\(row.tripleCount)",
                        "\(row.publishedBrokenCount)", "\(row.hardenedHeldCount)",
                        row.surpriseCount == 0 ? "–" : "\(row.surpriseCount)",
                    ])
            }
        }
        return table.text(width: width)
            + "  triples: guard × oracle × entry covered, each counted once\n"
    }

    private static func holes(_ scoreboard: Scoreboard, _ width: Int?) -> String {
        guard !scoreboard.holes.isEmpty else { return "" }
        var table = ColumnTable(corner: "hole", titles: ["system", "shown by", "what it is"])
        for (hole, brokenBy) in scoreboard.holes {
            table.add(
                name(hole.id),
                [
                    name(hole.system),
                    brokenBy.isEmpty ? "nothing" : ReportText.count(brokenBy.count, "scenario"),
                    ReportText.terminal(hole.title),
                ])
        }
        return "\n" + table.text(width: width)
    }

    private static func surprises(_ suite: SuiteResult) -> String {
        let surprises = suite.results.filter { TrialOutcome($0).isSurprise }
        let notRun =
            suite.notRunCount == 0
            ? ""
            : "  stopped at the first unexpected verdict: "
                + "\(ReportText.count(suite.notRunCount, "trial")) not run\n"
        if surprises.isEmpty {
            return "\n  no unexpected verdicts: \(agreement(suite))\n" + notRun
        }
        return "\n  \(ReportText.count(surprises.count, "unexpected verdict"))\n"
            + surprises.map { entry($0) }.joined() + notRun
    }

    private static func agreement(_ suite: SuiteResult) -> String {
        let count = suite.results.count { $0.knownReason == nil }
        switch count {
        case 0: return "no verdict to compare"
        case 1: return "the 1 verdict is as its scenario expects"
        default:
            return "all \(ReportText.count(count, "verdict")) are as their scenarios expect"
        }
    }

    /// Known failures apart from the others, and those that are none any more.
    private static func known(_ suite: SuiteResult) -> String {
        let known = suite.results.filter { TrialOutcome($0) == .known }
        var text = ""
        if !known.isEmpty {
            text += "\n  \(ReportText.count(known.count, "known failure"))\n"
            for result in known {
                text += entry(result, reason: result.knownReason)
            }
        }
        for one in suite.goneFailures {
            text +=
                "\n  known failure that no longer fails: \(name(one.id)) \(one.profile.rawValue) "
                + "(\(ReportText.terminal(one.reason)))\n"
        }
        return text
    }

    private static func entry(_ result: TrialResult, reason: String? = nil) -> String {
        let scenario = result.scenario
        let mark = reason == nil ? "✗" : "~"
        return "  \(mark) \(name(scenario.system)) \(name(scenario.id)) "
            + "\(result.profile.rawValue): \(TrialOutcome.clause(result))\n"
            + "      \(ReportText.terminal(scenario.title))\n"
            + (reason.map { "      reason:   \(ReportText.terminal($0))\n" } ?? "")
            + "      evidence: \(ReportText.terminal(result.evidence))\n"
            + "      replay:   \(ReportText.terminal(result.replay))\n"
    }

    private static func slowest(_ suite: SuiteResult, _ width: Int?) -> String {
        let timed = suite.results.enumerated().compactMap { index, result in
            result.durationNanoseconds.map { (nanoseconds: $0, index: index, result: result) }
        }
        let slowest = timed.sorted { ($1.nanoseconds, $0.index) < ($0.nanoseconds, $1.index) }
            .prefix(slowestCountMax)
        guard !slowest.isEmpty else { return "" }
        var table = ColumnTable(corner: "slowest", titles: ["seconds", "what it tries"])
        for entry in slowest {
            let scenario = entry.result.scenario
            table.add(
                "\(name(scenario.system)) \(name(scenario.id)) \(entry.result.profile.rawValue)",
                [
                    ReportText.seconds(nanoseconds: entry.nanoseconds),
                    ReportText.terminal(scenario.title),
                ])
        }
        return "\n" + table.text(width: width)
    }

    private static func name(_ text: String) -> String {
        ReportText.cut(ReportText.terminal(text), scalarCountMax: nameCountMax)
    }
}
