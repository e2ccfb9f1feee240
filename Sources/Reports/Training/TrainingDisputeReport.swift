internal import Arbitration
package import Encodings
internal import Training
package import TrainingDisputes

/// A dispute about a training run: the verdict, the way down to the element, and the cost.
package struct TrainingDisputeReport: Sendable {
    private let game: TrainingGame
    /// The sides' commands that would open what these files could not; empty where all was opened.
    private let unopened: [String]

    package init(_ game: TrainingGame, unopened: [String] = []) {
        self.game = game
        self.unopened = unopened
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var text = "  " + style.text(title, meaning) + "\n"
        if unopened.isEmpty {
            for side in Side.allCases {
                guard let fault = game.verdict.faults[side] else { continue }
                text += "  the \(side.name) party \(ReportText.terminal(fault.words))\n"
            }
        }
        text += "\n" + descent
        if !unopened.isEmpty {
            text += "\n  no file has the step as that machine computed it; it writes it with\n"
            text += unopened.map { "    \($0)\n" }.joined()
        }
        return text + "\n" + costs
    }

    /// "✗ the left party loses"
    var title: String {
        guard unopened.isEmpty else {
            return "? inconclusive: a step that another machine computed is not in these files"
        }
        switch game.verdict.kind {
        case .agreed: return "✓ nothing to dispute: both committed to the same weights"
        case .inconclusive: return "? inconclusive: neither party answered"
        case .decided:
            let losers = game.verdict.losers
            return losers.count == 1
                ? "✗ the \(losers[0].name) party loses" : "✗ both parties lose"
        }
    }

    private var meaning: TextStyle.Meaning {
        guard unopened.isEmpty else { return .doubtful }
        return switch game.verdict.kind {
        case .agreed: .good
        case .decided: .bad
        case .inconclusive: .doubtful
        }
    }

    private var descent: String {
        let path = game.verdict.path
        let plan = game.task.run.plan
        var text = "  run: \(TrainingWords.run(game.task.run))\n"
        guard let leaf = path.leaf else { return text }
        guard let step = path.step else { return text + "  └ start: the weights before step 0\n" }
        text += "  └ step \(step) (0 to \(plan.stepCount - 1)): weights \(leaf) of the trace\n"
        guard let tensor = path.tensor else { return text }
        let size = tensor.size(plan)
        text += "    └ operation \(tensor.name) [\(size.rows), \(size.columns)]\n"
        guard let values = path.values else { return text }
        text += "      └ element \(TrainingWords.index(path.index))\n"
        var table = TextTable()
        table.add("left party", "\(values.left)")
        table.add("right party", "\(values.right)")
        table.add("right value", path.rightValue.map { "\($0)" } ?? "not computed")
        return text + table.text.split(separator: "\n").map { "      \($0)\n" }.joined()
    }

    private var costs: String {
        let cost = game.cost
        var table = TextTable()
        table.add("rounds", "\(cost.roundCount)")
        table.add(
            "posted",
            "left \(ReportText.count(cost.postedByteCounts.left, "byte")), "
                + "right \(ReportText.count(cost.postedByteCounts.right, "byte"))")
        table.add("evidence", "\(ReportText.count(cost.evidenceByteCount, "byte")) of them")
        table.add("referee", ReportText.count(cost.multiplyAddCount, "multiply-add"))
        return table.text
    }

    // MARK: JSON

    package var json: JSONValue {
        .object(members + [JSONMember("unopened", .array(unopened.map(JSONValue.string)))])
    }

    var members: [JSONMember] {
        let (path, cost) = (game.verdict.path, game.cost)
        func integer(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
        func party(_ side: Side) -> JSONValue {
            let fault = game.verdict.faults[side]
            return .object([
                JSONMember("fault", fault.map { .string($0.name) } ?? .null),
                JSONMember("words", fault.map { .string($0.words) } ?? .null),
                JSONMember("value", integer(path.values.map { Int($0[side]) })),
                JSONMember("posted_bytes", .integer(cost.postedByteCounts[side])),
            ])
        }
        return [
            JSONMember("verdict", .string(game.verdict.kind.rawValue)),
            JSONMember("losers", .array(game.verdict.losers.map { .string($0.name) })),
            JSONMember("left", party(.left)), JSONMember("right", party(.right)),
            JSONMember("step", integer(path.step)),
            JSONMember("operation", path.tensor.map { .string($0.name) } ?? .null),
            JSONMember("index", .array(path.index.map(JSONValue.integer))),
            JSONMember("right_value", integer(path.rightValue.map { Int($0) })),
            JSONMember("rounds", .integer(cost.roundCount)),
            JSONMember("evidence_bytes", .integer(cost.evidenceByteCount)),
            JSONMember("multiply_adds", .integer(cost.multiplyAddCount)),
        ]
    }
}
