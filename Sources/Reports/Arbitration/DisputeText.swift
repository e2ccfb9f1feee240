package import Arbitration
internal import Cryptography
internal import Traces

/// A dispute for a terminal: the verdict, the way down to the element, and what it cost.
package enum DisputeText {
    private static let textLengthMax = 48

    /// - Parameters:
    ///   - unopened: the files of a dispute that did not reach the element; else nil.
    ///   - planted: the trial with its planted liar; nil if none was planted.
    package static func text(
        _ game: DisputeGame, unopened: UnopenedFiles? = nil, planted: DisputeTrial? = nil,
        style: TextStyle = .plain
    ) -> String {
        [
            headline(game, style), planted.map { self.planted($0, style) } ?? "", descent(game),
            unopened?.text ?? "", costs(game),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func planted(_ trial: DisputeTrial, _ style: TextStyle) -> String {
        var table = TextTable()
        table.add("planted", "\(trial.kind.rawValue): \(trial.kind.words)")
        table.add(
            "liar", trial.kind == .both ? "both parties" : "the \(trial.liar.name) party")
        table.add("lie", "about \(trial.operation) of prompt \(trial.prompt)")
        table.add("seed", trial.seed)
        table.add(
            "found",
            trial.miss.map { style.text("no: \($0)", .bad) }
                ?? style.text("yes, and nobody honest was blamed", .good))
        return table.text
    }

    // MARK: Verdict

    private static func headline(_ game: DisputeGame, _ style: TextStyle) -> String {
        var text = "  " + style.text(title(game.verdict), meaning(game.verdict)) + "\n"
        for side in Side.allCases {
            guard let fault = game.verdict.faults[side] else { continue }
            text += "  the \(side.name) party \(ReportText.terminal(fault.words))\n"
        }
        return text
    }

    /// "✗ the left party lied"
    static func title(_ verdict: DisputeVerdict) -> String {
        switch verdict.kind {
        case .agreed: "✓ nothing to dispute: both parties committed to the same results"
        case .inconclusive: "? inconclusive: neither party answered"
        case .otherTask:
            "? not judged: both parties ran another model, plan or prompts than the referee has"
        case .decided:
            verdict.losers.count == 1
                ? "✗ the \(verdict.losers[0].name) party loses" : "✗ both parties lose"
        }
    }

    private static func meaning(_ verdict: DisputeVerdict) -> TextStyle.Meaning {
        switch verdict.kind {
        case .agreed: .good
        case .decided: .bad
        case .inconclusive, .otherTask: .doubtful
        }
    }

    // MARK: The way down

    private static func descent(_ game: DisputeGame) -> String {
        let path = game.verdict.path
        let task = game.task
        guard let prompt = path.prompt else { return "" }
        let salted = task.prompts[prompt]
        let shown = ReportText.terminal("\(salted.salt) \(salted.prompt)")
            .prefix(textLengthMax)
        func place(_ place: Int, of count: Int) -> String {
            count == 1 ? "\(place) (the only one)" : "\(place) (0 to \(count - 1))"
        }
        var text = "  run\n  └ prompt \(place(prompt, of: task.prompts.count)): \(shown)\n"
        guard let number = path.place else { return text }
        text +=
            "    └ operation \(place(number, of: task.schedule.count)): "
            + "\(task.schedule[number].name)\n"
        if let proofs = path.proofs {
            text += "      └ proof\n"
            for side in Side.allCases { text += "          \(side.name)  \(proofs[side].text)\n" }
            if let right = path.rightProof { text += "          right proof  \(right.text)\n" }
        }
        guard let tile = path.tile, let form = task.form(prompt: prompt, place: number) else {
            return text
        }
        text += "      └ tile \(place(tile, of: form.tileCount))\n"
        guard let values = path.values else { return text }
        let index = path.index.map(String.init).joined(separator: ", ")
        text += "        └ element [\(index)]\n"
        var table = TextTable()
        table.add("left party", "\(values.left)")
        table.add("right party", "\(values.right)")
        if let terms = path.terms {
            table.add(
                "terms",
                terms.count == 1
                    ? "\(terms.lowerBound) was opened"
                    : "\(terms.lowerBound) to \(terms.upperBound - 1) were opened")
        }
        table.add("right value", path.rightValue.map { "\($0)" } ?? "not computed")
        return text
            + table.text.split(separator: "\n").map { "        \($0)\n" }.joined()
    }

    // MARK: Costs

    private static func costs(_ game: DisputeGame) -> String {
        let cost = game.cost
        let phases = DisputeCost.Phase.allCases.filter { cost.roundCount($0) > 0 }
            .map { "\($0.title) \(cost.roundCount($0))" }.joined(separator: ", ")
        var table = TextTable()
        table.add("rounds", "\(cost.roundCount): \(phases)")
        table.add(
            "posted",
            "left \(ReportText.count(cost.postedByteCounts.left, "byte")), "
                + "right \(ReportText.count(cost.postedByteCounts.right, "byte"))")
        table.add("evidence", "\(ReportText.count(cost.evidenceByteCount, "byte")) of them")
        table.add("referee", ReportText.count(cost.multiplyAddCount, "multiply-add"))
        if let share = share(game) { table.add("share", "\(share) of one inference") }
        return table.text
    }

    /// The referee's multiply-adds as a share of the disputed inference's; nil where the game did
    /// not come to a prompt.
    package static func share(_ game: DisputeGame) -> String? {
        guard let prompt = game.verdict.path.prompt else { return nil }
        return DecimalText.fraction(
            game.cost.multiplyAddCount, game.task.multiplyAddCount(prompt: prompt))
    }
}

extension DecimalText {
    private static let fractionDigitCount = 12

    /// numerator / denominator below or equal to 1 with twelve decimals, rounded down; "–" where
    /// the denominator is 0.
    static func fraction(_ numerator: Int, _ denominator: Int) -> String {
        guard denominator > 0 else { return "–" }
        var text = "\(numerator / denominator)."
        var rest = numerator % denominator
        for _ in 0..<fractionDigitCount {
            let (high, low) = UInt(rest).multipliedFullWidth(by: 10)
            let (digit, left) = UInt(denominator).dividingFullWidth((high, low))
            text += "\(digit)"
            rest = Int(left)
        }
        return text
    }
}
