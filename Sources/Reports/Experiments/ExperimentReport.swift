package import Encodings
package import Experiments
internal import Statistics

/// The report of experiments of the paper on one model.
package struct ExperimentReport {
    let model: String
    let order: String
    let outcomes: [ExperimentRun.Outcome]
    let provenance: Provenance

    /// - Parameters:
    ///   - model: the name to show.
    ///   - order: the arithmetic of the rows.
    package init(
        model: String, order: String, outcomes: [ExperimentRun.Outcome], provenance: Provenance
    ) {
        self.model = model
        self.order = order
        self.outcomes = outcomes
        self.provenance = provenance
    }

    var results: [ExperimentResult] { outcomes.compactMap { try? $0.result.get() } }

    /// The experiments that the model cannot do, with their reasons.
    var refused: [(experiment: Experiment, reason: String)] {
        outcomes.compactMap { outcome in
            guard case .failure(let error) = outcome.result else { return nil }
            return (outcome.experiment, "\(error)")
        }
    }

    /// The reasons, each with all its experiments, in the order of the first.
    var refusals: [ExperimentPage.Refusal] {
        var refusals: [ExperimentPage.Refusal] = []
        for (experiment, reason) in refused {
            if let place = refusals.firstIndex(where: { $0.reason == reason }) {
                refusals[place].experiments.append(experiment)
            } else {
                refusals.append(([experiment], reason))
            }
        }
        return refusals
    }

    /// Whether the model could do every experiment.
    package var isWhole: Bool { refused.isEmpty }

    static let intervals = "intervals are exact (Clopper and Pearson), 95 %"

    /// How the rows were computed.
    var conditions: String {
        "float rows of \(model) in the order \(order); \(Self.intervals)"
    }

    // MARK: In columns

    package func text(_ style: TextStyle) -> String {
        ReportText.paragraph(conditions, style) + "\n"
            + results.map { text(of: $0, style) }.joined(separator: "\n") + refusedText(style)
    }

    private func refusedText(_ style: TextStyle) -> String {
        refusals.map { experiments, reason in
            let names = experiments.map(\.rawValue).joined(separator: ", ")
            return "\n"
                + ReportText.paragraph("not done: \(names)", style, .doubtful)
                + ReportText.paragraph(reason, style)
        }.joined()
    }

    private func text(of result: ExperimentResult, _ style: TextStyle) -> String {
        let experiment = result.experiment
        var text =
            ReportText.paragraph("\(experiment.rawValue): \(experiment.title)", style, .strong)
            + ReportText.paragraph(experiment.method, style)
            + ReportText.paragraph(
                "paper: \(experiment.source); draws: \(result.seeds)", style, .quiet)
        var table = ColumnTable(titles: ["here", "share", "95 %", "paper", "share", "95 %"])
        for row in result.rows {
            table.add(ReportText.terminal(row.name), RateText.cells(row))
        }
        text += "\n" + table.text(style)
        for table in result.tables {
            var columns = ColumnTable(corner: table.heads[0], titles: Array(table.heads[1...]))
            for row in table.rows { columns.add(row[0], Array(row[1...])) }
            text += "\n" + ReportText.paragraph(table.title, style) + columns.text(style)
        }
        return text + "\n" + result.notes.map { ReportText.paragraph($0, style) }.joined()
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)), JSONMember("order", .string(order)),
            JSONMember("interval", .string("Clopper and Pearson, 95 %")),
            JSONMember("experiments", .array(results.map(Self.json))),
            JSONMember(
                "not_done",
                .array(
                    refused.map {
                        .object([
                            JSONMember("name", .string($0.experiment.rawValue)),
                            JSONMember("reason", .string($0.reason)),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func json(_ result: ExperimentResult) -> JSONValue {
        let experiment = result.experiment
        return .object([
            JSONMember("name", .string(experiment.rawValue)),
            JSONMember("title", .string(experiment.title)),
            JSONMember("method", .string(experiment.method)),
            JSONMember("source", .string(experiment.source)),
            JSONMember("seeds", .string(result.seeds)),
            JSONMember("rows", .array(result.rows.map(json))),
            JSONMember("notes", .array(result.notes.map(JSONValue.string))),
            JSONMember("tables", .array(result.tables.map(json))),
            JSONMember("curve", result.curve.map(json) ?? .null),
            JSONMember(
                "outcomes",
                .object(result.outcomes.map { JSONMember($0.name, .string($0.bits)) })),
        ])
    }

    private static func json(_ row: ExperimentResult.Row) -> JSONValue {
        var figure = JSONValue.null
        if case .text(let text) = row.published { figure = .string(text) }
        var isVoid = false
        if case .void = row.published { isVoid = true }
        return .object([
            JSONMember("name", .string(row.name)),
            JSONMember("here", row.ours.map(json) ?? .null),
            JSONMember("paper", row.published.rate.map(json) ?? figure),
            JSONMember("paper_is_void", .boolean(isVoid)),
            JSONMember(
                "chance",
                row.chanceMillionths.map { .string(RateText.fraction(millionths: $0)) } ?? .null),
        ])
    }

    private static func json(_ rate: ExactBinomial) -> JSONValue {
        .object([
            JSONMember("count", .integer(rate.successCount)),
            JSONMember("of", .integer(rate.count)),
            JSONMember("share", .string(RateText.fraction(rate))),
            JSONMember("lower_95", .string(RateText.fraction(millionths: rate.lowerMillionths))),
            JSONMember("upper_95", .string(RateText.fraction(millionths: rate.upperMillionths))),
        ])
    }

    private static func json(_ table: ExperimentResult.Table) -> JSONValue {
        .object([
            JSONMember("title", .string(table.title)),
            JSONMember("heads", .array(table.heads.map(JSONValue.string))),
            JSONMember("rows", .array(table.rows.map { .array($0.map(JSONValue.string)) })),
        ])
    }

    private static func json(_ curve: ExperimentResult.Curve) -> JSONValue {
        .object([
            JSONMember("title", .string(curve.title)), JSONMember("axis", .string(curve.axis)),
            JSONMember("start", .integer(curve.start)), JSONMember("scale", .integer(curve.scale)),
            JSONMember(
                "series",
                .object(
                    curve.series.map {
                        JSONMember($0.name, .array($0.values.map(JSONValue.integer)))
                    })),
        ])
    }

    // MARK: As pictures

    /// All experiments below each other.
    package var svg: String { ExperimentDrawing.svg(conditions: conditions, results) }

    package var html: String {
        ExperimentPage.html(
            conditions: conditions, results, refusals: refusals, provenance)
    }
}
