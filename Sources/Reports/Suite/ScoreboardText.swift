package import Trials

/// A run for the terminal: the scoreboard, the holes, what is unexpected and how to see it again.
package enum ScoreboardText {
    private static let slowestCountMax = 10
    private static let nameCountMax = 48

    /// Tables fit the style's width; what tells of an unexpected verdict is never cut.
    package static func text(
        _ suite: SuiteResult, _ provenance: Provenance, style: TextStyle = .plain
    ) -> String {
        let scoreboard = suite.scoreboard
        var text = table(scoreboard, style)
        text += holes(scoreboard, style)
        text += slowest(suite, style)
        text += known(suite, style)
        text += surprises(suite, style)
        return text + self.provenance(provenance)
    }

    private static func provenance(_ provenance: Provenance) -> String {
        var table = TextTable()
        for row in provenance.rows { table.add(row.name, ReportText.terminal(row.value)) }
        return "\n" + table.text
    }

    private static func table(_ scoreboard: Scoreboard, _ style: TextStyle) -> String {
        let wide = table(scoreboard, isWide: true)
        let triples = "  triples: guard × oracle × entry covered, each counted once\n"
        guard let columns = style.columns, !wide.fits(columns) else {
            return wide.text(style) + triples
        }
        return table(scoreboard, isWide: false).text(style)
            + "  tried: scenarios; broken in published, held in hardened\n" + triples
    }

    /// - Parameter isWide: whether its titles say everything.
    private static func table(_ scoreboard: Scoreboard, isWide: Bool) -> ColumnTable {
        var table = ColumnTable(
            corner: "system",
            titles: isWide
                ? [
                    "claim", "scenarios", "triples", "broken in published", "held in hardened",
                    "unexpected",
                ] : ["claim", "tried", "triples", "broken", "held", "unexpected"])
        for total in scoreboard.totals {
            let rows = scoreboard.rows.filter { $0.system == total.system }
            for row in rows + [total] {
                table.add(
                    name(row.system),
                    cells: [
                        .init(claim(row, isWide: isWide)),
                        .init("\(row.scenarioCount)"), .init("\(row.tripleCount)"),
                        .init("\(row.publishedBrokenCount)"), .init("\(row.hardenedHeldCount)"),
                        row.surpriseCount == 0 ? .init("–") : .init("\(row.surpriseCount)", .bad),
                    ])
            }
        }
        return table
    }

    private static func claim(_ row: Scoreboard.Row, isWide: Bool) -> String {
        guard let claim = row.claim else { return "all" }
        return isWide
            ? "\(claim.rawValue) \(ClaimText(claim).name.lowercased())" : claim.rawValue
    }

    private static func holes(_ scoreboard: Scoreboard, _ style: TextStyle) -> String {
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
        return "\n" + table.text(style)
    }

    private static func surprises(_ suite: SuiteResult, _ style: TextStyle) -> String {
        let surprises = suite.results.filter { TrialOutcome($0).isSurprise }
        let notRun =
            suite.notRunCount == 0
            ? ""
            : "  stopped at the first unexpected verdict: "
                + "\(ReportText.count(suite.notRunCount, "trial")) not run\n"
        if surprises.isEmpty {
            return "\n  \(style.text("no unexpected verdicts", .good)): \(agreement(suite))\n"
                + notRun
        }
        let count = ReportText.count(surprises.count, "unexpected verdict")
        return "\n  \(style.text(count, .bad))\n"
            + surprises.map { entry($0, style) }.joined() + notRun
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
    private static func known(_ suite: SuiteResult, _ style: TextStyle) -> String {
        let known = suite.results.filter { TrialOutcome($0) == .known }
        var text = ""
        if !known.isEmpty {
            let count = ReportText.count(known.count, "known failure")
            text += "\n  \(style.text(count, .doubtful))\n"
            for result in known {
                text += entry(result, style, reason: result.knownReason)
            }
        }
        for failure in suite.goneFailures {
            text +=
                "\n  known failure that no longer fails: \(name(failure.id)) "
                + "\(failure.profile.rawValue) "
                + "(\(ReportText.terminal(failure.reason)))\n"
        }
        return text
    }

    private static func entry(
        _ result: TrialResult, _ style: TextStyle, reason: String? = nil
    ) -> String {
        let scenario = result.scenario
        let mark = reason == nil ? "✗" : "~"
        return "  \(mark) \(name(scenario.system)) \(name(scenario.id)) "
            + "\(result.profile.rawValue): "
            + style.text(TrialOutcome.clause(result), reason == nil ? .bad : .doubtful) + "\n"
            + "      \(ReportText.terminal(scenario.title))\n"
            + (reason.map { "      reason:   \(ReportText.terminal($0))\n" } ?? "")
            + "      evidence: \(ReportText.terminal(result.evidence))\n"
            + "      replay:   \(ReportText.terminal(result.replay))\n"
    }

    private static func slowest(_ suite: SuiteResult, _ style: TextStyle) -> String {
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
        return "\n" + table.text(style)
    }

    private static func name(_ text: String) -> String {
        ReportText.cut(ReportText.terminal(text), scalarCountMax: nameCountMax)
    }
}
