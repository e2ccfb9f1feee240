public import Trials

/// A run for the terminal: the scoreboard, the holes, what surprises and how to see it again.
public enum ScoreboardText {
    private static let slowestCountMax = 10
    private static let nameCountMax = 48

    public static func text(_ suite: SuiteResult) -> String {
        let scoreboard = suite.scoreboard
        var text = table(scoreboard)
        text += holes(scoreboard)
        text += surprises(suite)
        text += slowest(suite)
        return text
    }

    private static func table(_ scoreboard: Scoreboard) -> String {
        var table = ColumnTable(
            corner: "system",
            titles: [
                "claim", "scenarios", "triples", "broken in published", "held in hardened",
                "surprises",
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
        return table.text
    }

    private static func holes(_ scoreboard: Scoreboard) -> String {
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
        return "\n" + table.text
    }

    private static func surprises(_ suite: SuiteResult) -> String {
        let surprises = suite.results.filter { TrialOutcome($0).isSurprise }
        if surprises.isEmpty {
            return "\n  no surprises: all \(ReportText.count(suite.results.count, "verdict")) "
                + "are as their scenarios expect\n"
        }
        var text = "\n  \(ReportText.count(surprises.count, "surprise"))\n"
        for result in surprises {
            let scenario = result.scenario
            text +=
                "  ✗ \(name(scenario.system)) \(name(scenario.id)) \(result.profile.rawValue): "
                + "\(TrialOutcome.clause(result))\n"
                + "      \(ReportText.terminal(scenario.title))\n"
                + "      evidence: \(ReportText.terminal(result.evidence))\n"
                + "      replay:   \(ReportText.terminal(result.replay))\n"
        }
        return text
    }

    private static func slowest(_ suite: SuiteResult) -> String {
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
        return "\n" + table.text
    }

    private static func name(_ text: String) -> String {
        ReportText.cut(ReportText.terminal(text), scalarCountMax: nameCountMax)
    }
}
