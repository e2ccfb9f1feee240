import Cryptography
import Disputes
package import Encodings
import Fingerprints
import Traces
package import Variations

/// The results of a run's variations, as text and JSON.
package struct VariationReport {
    /// As the user named it, or the pinned model's name.
    private let model: String
    private let matrix: VariationMatrix
    /// The bit that was altered on purpose; nil unless `--plant` asked for it.
    private let planted: PlantedBit?
    private let provenance: Provenance

    package init(
        model: String, matrix: VariationMatrix, planted: PlantedBit?, provenance: Provenance
    ) {
        self.model = model
        self.matrix = matrix
        self.planted = planted
        self.provenance = provenance
    }

    private var tally: VariationTally { VariationTally(matrix.outcomes) }

    /// Whether the search named what was planted, and nothing else; nil where nothing was.
    package var isPlantedNamed: Bool? {
        planted.map { planted in
            matrix.outcomes.contains { outcome in
                guard outcome.variation.kind == .planted,
                    case .differs(let difference) = outcome.result
                else { return false }
                return planted.isNamed(by: difference)
            }
        }
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var table = ColumnTable(
            corner: "variation", titles: ["prompts", "records", "backend", "ms", "result", "made"])
        for outcome in matrix.outcomes {
            table.add(outcome.variation.name, cells: cells(outcome))
        }
        var facts = TextTable()
        facts.add("model", model)
        facts.add("weights", matrix.usual.model.integerWeightsHash)
        facts.add("usual run", usualText)
        facts.add("root", matrix.usual.root.text)
        facts.add("golden", goldenText)
        facts.add("variations", tally.text)
        return table.text(style) + "\n" + differences(style) + missing + facts.text + "\n"
            + plantedText
            + "  \(conclusion(style))\n"
    }

    private func cells(_ outcome: VariationOutcome) -> [ColumnTable.Cell] {
        let milliseconds = ColumnTable.Cell("\(outcome.nanoseconds / 1_000_000)")
        let made = ColumnTable.Cell(outcome.variation.made, .quiet)
        func row(_ parts: [String], _ result: String, _ meaning: TextStyle.Meaning)
            -> [ColumnTable.Cell]
        {
            parts.map { ColumnTable.Cell($0) } + [milliseconds, ColumnTable.Cell(result, meaning)]
                + [made]
        }
        let promptCount = "\(outcome.variation.promptCount)"
        switch outcome.result {
        case .same(let evidence):
            let records =
                evidence.recordCount == 0
                ? "proofs" : DecimalText.grouped(evidence.recordCount)
            let leftOut = evidence.leftOutCount
            let backend = evidence.backend ?? "–"
            return row(
                [promptCount, records, backend],
                leftOut == 0 ? "same" : "same, \(leftOut) left out", .good)
        case .differs:
            return row(
                [promptCount, "–", "–"],
                outcome.differsFromGoldenOnly ? "not the golden's" : "DIFFERS", .bad)
        case .notExercised: return row(["–", "–", "–"], "not exercised", .doubtful)
        case .failed: return row([promptCount, "–", "–"], "FAILED", .doubtful)
        }
    }

    private var usualText: String {
        let facts = ["backend", "threads", "batch"].map { key in
            "\(key) \(matrix.usual.maker.first { $0.key == key }?.value ?? "unknown")"
        }
        return "\(ReportText.count(matrix.usual.prompts.count, "prompt")), "
            + "\(ReportText.count(matrix.usual.schedule.count, "operation")), "
            + facts.joined(separator: ", ")
    }

    private var goldenText: String {
        guard let golden = matrix.golden else { return "none for these weights" }
        return switch matrix.matchesGolden {
        case true?: "\(golden.name): the usual run's proofs are its proofs"
        case false?: "\(golden.name): the usual run's proofs are OTHERS"
        case nil:
            "\(golden.name): does not tell of "
                + ReportText.count(matrix.usual.prompts.count, "prompt")
        }
    }

    private func differences(_ style: TextStyle) -> String {
        matrix.outcomes.compactMap { outcome -> String? in
            guard case .differs(let difference) = outcome.result, !outcome.differsFromGoldenOnly
            else { return nil }
            let text = "\(outcome.variation.name): \(difference.explanation)"
            return ReportText.paragraph(text, style) + "\n"
        }.joined()
    }

    private var missing: String {
        let lines = matrix.outcomes.compactMap { outcome -> String? in
            switch outcome.result {
            case .notExercised(let why): "  \(outcome.variation.name): not exercised: \(why)\n"
            case .failed(let why): "  \(outcome.variation.name): failed: \(why)\n"
            case .same, .differs: nil
            }
        }
        return lines.isEmpty ? "" : lines.joined() + "\n"
    }

    private var plantedText: String {
        guard let planted, let isNamed = isPlantedNamed else { return "" }
        return "  planted: bit \(planted.bit) of element \(planted.element) of "
            + "\(planted.operation) of prompt \(planted.prompt), \(planted.values[0]) to "
            + "\(planted.values[1]): \(isNamed ? "named exactly" : "NOT named")\n"
    }

    private func conclusion(_ style: TextStyle) -> String {
        let golden = matrix.golden?.name ?? ""
        let areAlike = !matrix.outcomes.contains { outcome in
            if case .differs = outcome.result { !outcome.differsFromGoldenOnly } else { false }
        }
        guard areAlike else { return style.text("something moved a bit", .bad) }
        if tally.differing > 0 || matrix.matchesGolden == false {
            return style.text(
                "all runs agree, and their proofs are not those of the golden \(golden)", .bad)
        }
        if tally.failed > 0 { return style.text("some runs left nothing to compare", .doubtful) }
        guard tally.same > 0 else { return style.text("nothing was compared", .doubtful) }
        guard matrix.matchesGolden == nil else { return style.text("nothing moved a bit", .good) }
        return style.text("nothing moved a bit against the usual run", .good) + "\n  "
            + style.text(
                "no golden was compared: "
                    + (matrix.golden == nil
                        ? "none is of these weights"
                        : "\(golden) does not tell of "
                            + ReportText.count(matrix.usual.prompts.count, "prompt")),
                .doubtful)
    }

    // MARK: JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)),
            JSONMember(
                "integer_weights_hash", .string(matrix.usual.model.integerWeightsHash)),
            JSONMember("prompts", .integer(matrix.usual.prompts.count)),
            JSONMember("operations", .integer(matrix.usual.schedule.count)),
            JSONMember("root", .string(matrix.usual.root.text)),
            JSONMember("golden", matrix.golden.map { .string($0.name) } ?? .null),
            JSONMember(
                "matches_golden", matrix.matchesGolden.map(JSONValue.boolean) ?? .null),
            JSONMember("same", .integer(tally.same)),
            JSONMember("differing", .integer(tally.differing)),
            JSONMember("failed", .integer(tally.failed)),
            JSONMember("not_exercised", .integer(tally.notExercised)),
            JSONMember("variations", .array(matrix.outcomes.map(VariationJSON.outcome))),
            JSONMember("planted", plantedJSON),
            JSONMember("provenance", provenance.json),
        ])
    }

    private var plantedJSON: JSONValue {
        guard let planted, let isNamed = isPlantedNamed else { return .null }
        return .object([
            JSONMember("prompt", .integer(planted.prompt)),
            JSONMember("layer", planted.layer.map(JSONValue.integer) ?? .null),
            JSONMember("operation", .string(planted.operation)),
            JSONMember("element", .integer(planted.element)),
            JSONMember("bit", .integer(planted.bit)),
            JSONMember("values", .array(planted.values.map { .integer(Int($0)) })),
            JSONMember("named", .boolean(isNamed)),
        ])
    }
}
