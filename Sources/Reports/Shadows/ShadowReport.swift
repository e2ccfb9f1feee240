internal import Architectures
package import Encodings
package import Shadows

/// The report of a model's shadow in floats.
package struct ShadowReport {
    private let model: String
    private let weightsHash: String
    private let result: ShadowResult
    private let openBLAS: String?
    private let provenance: Provenance

    /// - Parameters:
    ///   - model: the name to show.
    ///   - openBLAS: the library's own description; nil if there is no library.
    package init(
        model: String, weightsHash: String, result: ShadowResult, openBLAS: String?,
        provenance: Provenance
    ) {
        self.model = TokenText.shown(Array(model.utf8))
        self.weightsHash = weightsHash
        self.result = result
        self.openBLAS = openBLAS
        self.provenance = provenance
    }

    // MARK: In columns

    package func text(_ style: TextStyle) -> String {
        var head = TextTable()
        head.add("model", model)
        head.add("prompts", "\(grouped(result.settings.promptCount)), seed \(result.settings.seed)")
        head.add(
            "rows",
            "\(grouped(result.rowCount)), of \(ReportText.count(result.tokenCount, "token"))")
        head.add("weights", ShadowWords.weights)
        if let openBLAS { head.add("openblas", openBLAS) }
        for variation in result.missing {
            head.add("missing", "\(variation.name): this machine has no OpenBLAS")
        }
        return head.text + "\n" + variationTable.text(style) + "\n" + bandTable.text(style) + "\n"
            + foot
    }

    private func grouped(_ value: Int) -> String { DecimalText.grouped(value) }

    private var variationTable: ColumnTable {
        var table = ColumnTable(
            corner: "float32 against ascending",
            titles: [
                "rows moved", "largest drift", "rows flipped", "proofs flipped",
                "95 % of proofs", "begins at",
            ])
        for outcome in result.outcomes {
            table.add(
                outcome.variation.name,
                [
                    grouped(outcome.differingRowCount), outcome.largestDrift.text,
                    grouped(outcome.flippedRows.count), flipped(outcome.flippedProofs),
                    ShadowWords.interval(outcome.flippedProofs),
                    ShadowWords.station(outcome.firstPlace, result),
                ])
        }
        let exact = result.exact
        let interval = FlipInterval(count: exact.flippedProofCount, total: exact.proofCount)
        table.add(
            "integers, " + exact.backends.joined(separator: " and "),
            [
                grouped(exact.differingRowCount), exact.differingRowCount == 0 ? "0" : "–",
                exact.differingRowCount == 0 ? "0" : "–", flipped(interval),
                exact.flippedProofCount == 0
                    ? "0, by construction" : ShadowWords.interval(interval),
                exact.differingRowCount == 0 ? "nowhere" : "–",
            ])
        return table
    }

    private func flipped(_ interval: FlipInterval) -> String {
        "\(grouped(interval.count)) of \(grouped(interval.total))"
    }

    private var bandTable: ColumnTable {
        var table = ColumnTable(corner: "rows by drift", titles: DriftBand.titles)
        for outcome in result.outcomes {
            table.add(outcome.variation.name, outcome.bandCounts.map(grouped))
        }
        return table
    }

    private var foot: String {
        let quality = result.quality
        var table = TextTable()
        table.add("published", ShadowWords.published)
        table.add(
            "integers against floats",
            "probabilities differ by \(quality.largestError.text) at most, "
                + "\(quality.meanError.text) on average, over \(grouped(quality.entryCount))")
        table.add(
            "",
            "the top token agrees in \(ReportText.count(quality.agreeingTopCount, "row")), "
                + "the whole row on "
                + "the grid in \(grouped(quality.agreeingRowCount)) of \(grouped(result.rowCount))")
        table.add("", ShadowWords.quality)
        table.add(
            "result",
            result.holds
                ? "the integer engine moved no bit between two backends"
                : "the integer engine moved "
                    + ReportText.count(result.exact.differingRowCount, "row"))
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)),
            JSONMember("integer_weights_hash", .string(weightsHash)),
            JSONMember("seed", .string(result.settings.seed)),
            JSONMember("prompts", .integer(result.settings.promptCount)),
            JSONMember("rows", .integer(result.rowCount)),
            JSONMember("tokens", .integer(result.tokenCount)),
            JSONMember("base", .string(ShadowVariation.base.name)),
            JSONMember("openblas", openBLAS.map(JSONValue.string) ?? .null),
            JSONMember("missing", .array(result.missing.map { .string($0.name) })),
            JSONMember("variations", .array(result.outcomes.map(outcomeJSON))),
            JSONMember("exact", exactJSON), JSONMember("quality", qualityJSON),
            JSONMember("published", publishedJSON), JSONMember("holds", .boolean(result.holds)),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func outcomeJSON(_ outcome: ShadowOutcome) -> JSONValue {
        .object([
            JSONMember("name", .string(outcome.variation.name)),
            JSONMember("summation", .string(outcome.variation.note)),
            JSONMember("rows_differing", .integer(outcome.differingRowCount)),
            JSONMember("largest_drift", .string(outcome.largestDrift.text)),
            JSONMember(
                "rows_by_drift",
                .object(
                    zip(DriftBand.titles, outcome.bandCounts).map {
                        JSONMember($0, .integer($1))
                    })),
            JSONMember("rows_flipped", intervalJSON(outcome.flippedRows)),
            JSONMember("proofs_flipped", intervalJSON(outcome.flippedProofs)),
            JSONMember(
                "flipped_prompts", .array(outcome.flippedPrompts.map(JSONValue.integer))),
            JSONMember("first_operation", stationJSON(outcome.firstPlace)),
            JSONMember("commonest_first_operation", stationJSON(outcome.commonestFirstPlace)),
            JSONMember(
                "operations",
                .array(
                    zip(result.operations, outcome.drifts).map { driftJSON("\($0.station)", $1) })
            ),
        ])
    }

    private func stationJSON(_ place: Int?) -> JSONValue {
        place == nil ? .null : .string(ShadowWords.station(place, result))
    }

    private func intervalJSON(_ interval: FlipInterval) -> JSONValue {
        .object([
            JSONMember("count", .integer(interval.count)),
            JSONMember("of", .integer(interval.total)),
            JSONMember("lower_95", .string(ShadowWords.share(interval.lowerBillionths))),
            JSONMember("upper_95", .string(ShadowWords.share(interval.upperBillionths))),
        ])
    }

    private func driftJSON(_ station: String, _ drift: OperationDrift) -> JSONValue {
        .object([
            JSONMember("operation", .string(station)),
            JSONMember("elements", .integer(drift.elementCount)),
            JSONMember("elements_differing", .integer(drift.differingElementCount)),
            JSONMember("largest_drift", .string(drift.largest.text)),
            JSONMember("prompts_that_begin_here", .integer(drift.firstPromptCount)),
        ])
    }

    private var exactJSON: JSONValue {
        .object([
            JSONMember("backends", .array(result.exact.backends.map(JSONValue.string))),
            JSONMember("rows", .integer(result.exact.rowCount)),
            JSONMember("rows_differing", .integer(result.exact.differingRowCount)),
            JSONMember("proofs", .integer(result.exact.proofCount)),
            JSONMember("proofs_flipped", .integer(result.exact.flippedProofCount)),
        ])
    }

    private var qualityJSON: JSONValue {
        let quality = result.quality
        return .object([
            JSONMember("probabilities", .integer(quality.entryCount)),
            JSONMember("largest_error", .string(quality.largestError.text)),
            JSONMember("mean_error", .string(quality.meanError.text)),
            JSONMember("rows_of_equal_top_token", .integer(quality.agreeingTopCount)),
            JSONMember("rows_equal_on_grid", .integer(quality.agreeingRowCount)),
            JSONMember("proofs_equal", .integer(quality.agreeingProofCount)),
            JSONMember("logits", .string(ShadowWords.quality)),
        ])
    }

    private var publishedJSON: JSONValue {
        .object([
            JSONMember("source", .string("GLYPH whitepaper")),
            JSONMember("blocks_flipped", .integer(1)), JSONMember("of_blocks", .integer(2_423)),
            JSONMember("rows_flipped_per_100000", .integer(4)),
            JSONMember("at_noise", .string("1e-7")),
        ])
    }

    // MARK: As a picture

    package var svg: String { ShadowDrawing.svg(title: model, result) }
}
