internal import Arbitration
package import Encodings
package import TrainingDisputes

/// Planted faults and lies in training runs, and how many were found, as text and JSON.
package struct TrainingTrialsReport: Sendable {
    /// The trials of one kind.
    private struct Row {
        let kind: String
        let count: Int
        let foundCount: Int
        let more: [String]
    }

    private let title: String
    private let found: String
    private let seed: String
    private let run: TrainingRunFacts
    private let columns: [String]
    private let rows: [Row]
    /// The seed of each miss, and its words.
    private let misses: [(seed: String, words: String)]
    private let undrawn: [String]

    package init(_ trials: TrainingFaultTrials, run: TrainingRunFacts) {
        title = "faults"
        found = "named exactly"
        seed = trials.seed
        self.run = run
        columns = ["appears in"]
        rows = TrainingFaultKind.allCases.compactMap { kind in
            let some = trials.trials.filter { $0.fault.kind == kind }
            guard !some.isEmpty else { return nil }
            let tensors = StepTensor.allCases.compactMap { tensor in
                let count = some.count { $0.truth.tensor == tensor }
                return count > 0 ? "\(tensor.name) \(count)" : nil
            }
            return Row(
                kind: kind.rawValue, count: some.count, foundCount: some.count { $0.miss == nil },
                more: [tensors.joined(separator: ", ")])
        }
        misses = trials.trials.compactMap { trial in trial.miss.map { (trial.seed, $0) } }
        undrawn = trials.undrawn.map(\.rawValue)
    }

    package init(_ trials: TrainingDisputeTrials, run: TrainingRunFacts) {
        title = "disputes"
        found = "lost by the liar"
        seed = trials.seed
        self.run = run
        columns = ["rounds", "evidence", "multiply-adds"]
        rows = TrainingLiarKind.allCases.compactMap { kind in
            let some = trials.trials.filter { $0.kind == kind }
            guard !some.isEmpty else { return nil }
            func most(_ value: (TrainingDisputeCost) -> Int) -> String {
                DecimalText.grouped(some.map { value($0.game.cost) }.max() ?? 0)
            }
            return Row(
                kind: kind.rawValue, count: some.count, foundCount: some.count { $0.miss == nil },
                more: [
                    most(\.roundCount), most(\.evidenceByteCount), most(\.multiplyAddCount),
                ])
        }
        misses = trials.trials.compactMap { trial in trial.miss.map { (trial.seed, $0) } }
        undrawn = trials.undrawn.map(\.rawValue)
    }

    private var count: Int { rows.reduce(0) { $0 + $1.count } }
    private var foundCount: Int { rows.reduce(0) { $0 + $1.foundCount } }

    package func text(_ style: TextStyle) -> String {
        var table = ColumnTable(corner: title, titles: ["found"] + columns)
        for row in rows {
            let isWhole = row.foundCount == row.count
            table.add(
                row.kind,
                cells: [ColumnTable.Cell("\(row.foundCount)/\(row.count)", isWhole ? .good : .bad)]
                    + row.more.map { ColumnTable.Cell($0) })
        }
        var facts = TextTable()
        facts.add("run", TrainingWords.run(run))
        facts.add("seed", seed)
        facts.add(title, "\(count), \(foundCount) \(found)")
        if !undrawn.isEmpty {
            facts.add("not drawn", "\(undrawn.count), since none changed a weight")
        }
        let missed = misses.map { "  missed: seed \($0.seed): \($0.words)\n" }.joined()
        let holds = foundCount == count && undrawn.isEmpty
        return table.text(style) + "\n" + facts.text + "\n" + missed + "  "
            + (holds
                ? style.text("every one was \(found)", .good)
                : style.text("it does not hold", .bad))
            + "\n"
    }

    package var json: JSONValue {
        .object([
            JSONMember("seed", .string(seed)), JSONMember(title, .integer(count)),
            JSONMember("found", .integer(foundCount)),
            JSONMember("holds", .boolean(foundCount == count && undrawn.isEmpty)),
            JSONMember(
                "kinds",
                .array(
                    rows.map { row in
                        .object(
                            [
                                JSONMember("kind", .string(row.kind)),
                                JSONMember("count", .integer(row.count)),
                                JSONMember("found", .integer(row.foundCount)),
                            ]
                                + zip(columns, row.more).map {
                                    JSONMember(
                                        $0.replacing(" ", with: "_"), .string($1))
                                })
                    })),
            JSONMember(
                "misses",
                .array(
                    misses.map {
                        .object([
                            JSONMember("seed", .string($0.seed)),
                            JSONMember("miss", .string($0.words)),
                        ])
                    })), JSONMember("undrawn", .array(undrawn.map(JSONValue.string))),
        ])
    }
}
