internal import Arbitration

/// The section on disputes: their cost, and whether liars lose.
enum DisputesSection {
    private static let head = LabSection.Head(
        id: "disputes", title: "Disputes",
        question: "What does a quarrel between two parties cost, and who loses it?",
        missing: "no dispute was given",
        command: "glyphlab dispute ours.trace theirs.trace --model Models/glyph-nano "
            + "--format json > dispute.json")

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .dispute(let document) = file.content else { return nil }
            return switch document.content {
            case .game(let game): blocks(game)
            case .trials(let model, let seed, let holds, let trials):
                blocks(model: model, seed: seed, holds: holds, trials)
            }
        }
    }

    // MARK: One dispute

    private static func blocks(_ game: DisputeDocument.Game) -> [LabBlock] {
        let place = [game.operation, game.element.map { "element \($0)" }]
            .compactMap(\.self).joined(separator: ", ")
        let losers =
            game.losers.isEmpty
            ? "nobody loses"
            : "loses: "
                + game.losers.map(\.name).joined(separator: " and ")
        var table = LabTable(
            caption: "What the dispute cost", heads: ["", "this dispute", "beside"])
        table.add("rounds", [DecimalText.grouped(game.roundCount), phases(game)])
        table.add("bytes posted", [DecimalText.grouped(game.postedByteCount), ""])
        table.add("bytes of evidence", [DecimalText.grouped(game.evidenceByteCount), ""])
        table.add(
            "multiply-adds of the referee",
            [
                DecimalText.grouped(game.multiplyAddCount),
                game.inferenceMultiplyAddCount.map {
                    "the whole prompt takes \(DecimalText.grouped($0))"
                } ?? "",
            ])
        return [
            .verdict(
                state: [.inconclusive, .otherTask].contains(game.verdict)
                    ? "inconclusive" : "held",
                "\(game.verdict.rawValue)\(place.isEmpty ? "" : " at \(place)"); \(losers)."),
            .table(table),
        ]
    }

    private static func phases(_ game: DisputeDocument.Game) -> String {
        game.phases.filter { $0.roundCount > 0 }.map { "\($0.name) \($0.roundCount)" }
            .joined(separator: ", ")
    }

    // MARK: Many disputes

    private static func blocks(
        model: String, seed: String, holds: Bool, _ trials: [DisputeDocument.Trial]
    ) -> [LabBlock] {
        let missed = trials.count { $0.miss != nil }
        var table = LabTable(
            caption: "What \(ReportText.count(trials.count, "dispute")) with a planted liar cost",
            heads: ["", "median", "worst"])
        func add(_ name: String, _ value: (DisputeDocument.Game) -> Int) {
            let sorted = trials.map { value($0.game) }.sorted()
            guard let worst = sorted.last else { return }
            table.add(
                name,
                [DecimalText.grouped(sorted[sorted.count / 2]), DecimalText.grouped(worst)])
        }
        add("rounds", \.roundCount)
        add("bytes posted", \.postedByteCount)
        add("bytes of evidence", \.evidenceByteCount)
        add("multiply-adds of the referee", \.multiplyAddCount)
        return [
            .verdict(
                state: trials.isEmpty ? "unexercised" : holds ? "held" : "broken",
                "\(trials.count - missed) of \(ReportText.count(trials.count, "dispute")) were "
                    + "judged right: the liar lost, and nobody else."),
            .facts([("model", model), ("seed", seed)]), .table(table), .table(liars(trials)),
        ]
    }

    private static func liars(_ trials: [DisputeDocument.Trial]) -> LabTable {
        var table = LabTable(
            caption: "By kind of lie", heads: ["liar", "disputes", "judged right", "worst rounds"])
        for kind in LiarKind.allCases {
            let own = trials.filter { $0.liar == kind }
            guard !own.isEmpty else { continue }
            let right = own.count { $0.miss == nil }
            table.add(
                kind.rawValue,
                [
                    LabTable.Cell("\(own.count)"),
                    LabTable.Cell("\(right)", state: right == own.count ? "held" : "broken"),
                    LabTable.Cell("\(own.map(\.game.roundCount).max() ?? 0)"),
                ])
        }
        return table
    }
}
