package import Arbitration
internal import Encodings

/// Many disputes with liars in them, for a terminal: a row a kind of liar.
package enum DisputeTrialsText {
    package static func text(
        _ trials: DisputeTrials, model: String, style: TextStyle = .plain
    ) -> String {
        var columns = ColumnTable(
            corner: "liars",
            titles: ["found", "rounds", "bytes posted", "evidence", "multiply-adds"])
        for kind in LiarKind.allCases {
            let some = trials.trials.filter { $0.kind == kind }
            guard let summary = DisputeTrialsSummary(some) else { continue }
            let isWhole = summary.foundCount == summary.trialCount
            columns.add(
                kind.rawValue,
                cells: [
                    ColumnTable.Cell(
                        "\(summary.foundCount)/\(summary.trialCount)", isWhole ? .good : .bad)
                ]
                    + [
                        summary.rounds, summary.postedByteCounts, summary.evidenceByteCounts,
                        summary.multiplyAddCounts,
                    ].map { ColumnTable.Cell(spread($0)) })
        }
        var table = TextTable()
        table.add("model", ReportText.terminal(model))
        table.add("seed", trials.seed)
        if let summary = DisputeTrialsSummary(trials.trials) {
            table.add(
                "disputes",
                "\(summary.trialCount) with \(summary.trialCount == 1 ? "a liar" : "liars"), "
                    + "\(summary.foundCount) judged right")
            table.add("rounds", "\(spread(summary.rounds)) (median, worst)")
            table.add("posted", "\(spread(summary.postedByteCounts)) bytes")
            table.add("evidence", "\(spread(summary.evidenceByteCounts)) bytes")
            table.add("referee", "\(spread(summary.multiplyAddCounts)) multiply-adds")
        }
        let misses = trials.trials.compactMap { trial in
            trial.miss.map { "  missed: seed \(trial.seed), \(trial.operation): \($0)\n" }
        }.joined()
        let conclusion =
            trials.holds
            ? style.text("every liar was found, and nobody honest was blamed", .good)
            : style.text("the referee does not hold", .bad)
        return columns.text(style) + "\n" + table.text + "\n" + misses + "  \(conclusion)\n"
    }

    /// "12, 19"
    private static func spread(_ spread: DisputeTrialsSummary.Spread) -> String {
        "\(DecimalText.grouped(spread.median)), \(DecimalText.grouped(spread.worst))"
    }
}
