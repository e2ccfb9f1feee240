package import Disputes
package import Encodings
internal import Proving
internal import Traces

/// The results of planted faults and honest pairs, as text and JSON.
package struct PlantReport: Sendable {
    package let model: SelfTestModel
    package let settings: SelfTest.Settings
    package let test: SelfTest
    package let provenance: Provenance

    package init(
        model: SelfTestModel, settings: SelfTest.Settings, test: SelfTest, provenance: Provenance
    ) {
        self.model = model
        self.settings = settings
        self.test = test
        self.provenance = provenance
    }

    /// Faults of one kind, form and backend.
    private struct Group {
        let kind: FaultKind
        let form: EngineForm
        let backendName: String
        let outcomes: [FaultOutcome]

        var namedCount: Int { outcomes.count { $0.miss == nil } }
    }

    private var groups: [Group] {
        settings.kinds.flatMap { kind in
            EngineForm.allCases.flatMap { form in
                model.backendNames.map { name in
                    Group(
                        kind: kind, form: form, backendName: name,
                        outcomes: test.faults.filter {
                            $0.fault.kind == kind && $0.form == form && $0.backendName == name
                        })
                }
            }
        }.filter { !$0.outcomes.isEmpty }
    }

    private var namedCount: Int { test.faults.count { $0.miss == nil } }
    private var accusedCount: Int { test.pairs.count { $0.miss != nil } }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var text = ""
        if !test.faults.isEmpty {
            text += "  faults named of faults planted, by form of the engine\n\n"
            text += faultsText(style) + "\n"
        }
        if !test.pairs.isEmpty { text += pairsText(style) + "\n" }
        var table = TextTable()
        table.add("model", model.traced.name)
        table.add("weights", model.traced.integerWeightsHash)
        table.add("seed", settings.seed)
        table.add("backends", model.backendNames.joined(separator: ", "))
        table.add("faults", "\(test.faults.count) planted, \(namedCount) named exactly")
        let hidden = test.faults.count { $0.isBetweenLayers }
        if hidden > 0 {
            table.add(
                "of them",
                "\(hidden) gone before their layer ended: only files of operations hold them")
        }
        table.add("pairs", "\(test.pairs.count) honest pairs, \(accusedCount) accused")
        if !test.faults.isEmpty {
            let comparison = Times(test.faults.map(\.comparisonNanoseconds))
            let total = Times(test.faults.map(\.totalNanoseconds))
            table.add("compared", "\(comparison.text), from bytes to verdict")
            table.add("located", "\(total.text), with both sides' runs")
        }
        text += table.text + "\n" + missesText
        let conclusion =
            test.holds
            ? style.text("every fault was named exactly, nobody was accused", .good)
            : style.text("the search for faults does not hold", .bad)
        return text + "  \(conclusion)\n"
    }

    /// A table for each form of the engine: kinds as rows, backends as columns.
    private func faultsText(_ style: TextStyle) -> String {
        EngineForm.allCases.map { form in
            var table = ColumnTable(
                corner: form.rawValue,
                titles: model.backendNames + ["median ms", "worst ms"])
            for kind in settings.kinds {
                let groups = self.groups.filter { $0.kind == kind && $0.form == form }
                var cells = model.backendNames.map { name in
                    cell(groups.first { $0.backendName == name })
                }
                let times = Times(groups.flatMap(\.outcomes).map(\.totalNanoseconds))
                cells += [ColumnTable.Cell(times.median), ColumnTable.Cell(times.worst)]
                table.add(kind.rawValue, cells: cells)
            }
            return table.parts(style, columnCountMax: ReportText.columnCount(style))
        }.joined(separator: "\n")
    }

    private func cell(_ group: Group?) -> ColumnTable.Cell {
        guard let group else { return ColumnTable.Cell("–", .quiet) }
        let isWhole = group.namedCount == group.outcomes.count
        return ColumnTable.Cell(
            "\(group.namedCount)/\(group.outcomes.count)", isWhole ? .good : .bad)
    }

    private func pairsText(_ style: TextStyle) -> String {
        var table = ColumnTable(corner: "honest pairs", titles: ["compared", "accused"])
        for difference in HarmlessDifference.allCases {
            let pairs = test.pairs.filter { $0.difference == difference }
            guard !pairs.isEmpty else { continue }
            let accused = pairs.count { $0.miss != nil }
            table.add(
                "another \(difference.rawValue)",
                cells: [
                    ColumnTable.Cell("\(pairs.count)"),
                    ColumnTable.Cell("\(accused)", accused == 0 ? .good : .bad),
                ])
        }
        return table.text(style)
    }

    /// A paragraph for each miss, with what draws it again.
    private var missesText: String {
        let faults = test.faults.compactMap { outcome in
            outcome.miss.map { miss in
                "  missed: \(outcome.fault.place)\n    \(outcome.form.rawValue), "
                    + "\(outcome.backendName), seed \(outcome.seed)\n    \(miss)\n"
            }
        }
        let pairs = test.pairs.compactMap { outcome in
            outcome.miss.map { miss in
                "  accused: \(outcome.form.rawValue), \(outcome.backendName), "
                    + "seed \(outcome.seed)\n    \(miss)\n"
            }
        }
        let undrawn = test.undrawn.map {
            "  not planted: no such fault changes anything, seed \($0)\n"
        }
        let all = faults + pairs + undrawn
        return all.isEmpty ? "" : all.joined() + "\n"
    }

    // MARK: JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model.traced.name)),
            JSONMember("integer_weights_hash", .string(model.traced.integerWeightsHash)),
            JSONMember("seed", .string(settings.seed)),
            JSONMember("backends", .array(model.backendNames.map(JSONValue.string))),
            JSONMember("faults", .integer(test.faults.count)),
            JSONMember("named", .integer(namedCount)),
            JSONMember("pairs", .integer(test.pairs.count)),
            JSONMember("accused", .integer(accusedCount)),
            JSONMember("not_planted", .array(test.undrawn.map(JSONValue.string))),
            JSONMember("holds", .boolean(test.holds)),
            JSONMember("comparison_nanoseconds", times(test.faults.map(\.comparisonNanoseconds))),
            JSONMember("total_nanoseconds", times(test.faults.map(\.totalNanoseconds))),
            JSONMember("groups", .array(groups.map(json))),
            JSONMember("misses", .array(misses)),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func json(_ group: Group) -> JSONValue {
        .object([
            JSONMember("kind", .string(group.kind.rawValue)),
            JSONMember("engine", .string(group.form.rawValue)),
            JSONMember("backend", .string(group.backendName)),
            JSONMember("planted", .integer(group.outcomes.count)),
            JSONMember("named", .integer(group.namedCount)),
            JSONMember(
                "comparison_nanoseconds", times(group.outcomes.map(\.comparisonNanoseconds))),
            JSONMember("total_nanoseconds", times(group.outcomes.map(\.totalNanoseconds))),
        ])
    }

    private func times(_ nanoseconds: [Int]) -> JSONValue {
        let sorted = nanoseconds.sorted()
        guard let worst = sorted.last else { return .null }
        return .object([
            JSONMember("median", .integer(sorted[sorted.count / 2])),
            JSONMember("worst", .integer(worst)),
        ])
    }

    private var misses: [JSONValue] {
        func miss(
            _ what: String, _ form: EngineForm, _ backend: String, _ seed: String,
            _ words: String
        ) -> JSONValue {
            .object([
                JSONMember("what", .string(what)), JSONMember("engine", .string(form.rawValue)),
                JSONMember("backend", .string(backend)), JSONMember("seed", .string(seed)),
                JSONMember("miss", .string(words)),
            ])
        }
        return test.faults.compactMap { outcome in
            outcome.miss.map {
                miss(outcome.fault.place, outcome.form, outcome.backendName, outcome.seed, $0)
            }
        }
            + test.pairs.compactMap { outcome in
                outcome.miss.map {
                    miss(
                        "another \(outcome.difference.rawValue)", outcome.form,
                        outcome.backendName, outcome.seed, $0)
                }
            }
    }
}

/// The median and the worst of some durations, in milliseconds.
private struct Times {
    let median: String
    let worst: String

    init(_ nanoseconds: [Int]) {
        let sorted = nanoseconds.sorted()
        median = sorted.isEmpty ? "–" : DecimalText.ratio(sorted[sorted.count / 2], 1_000_000)
        worst = sorted.last.map { DecimalText.ratio($0, 1_000_000) } ?? "–"
    }

    var text: String { "median \(median) ms, worst \(worst) ms" }
}
