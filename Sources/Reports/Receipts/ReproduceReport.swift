internal import Disputes
package import Encodings
internal import Fingerprints
package import Proving
package import Traces

/// The result of `reproduce`, as text and JSON.
package struct ReproduceReport: Sendable {
    /// The pinned name, or else the folder as it was given, for the directory.
    package let model: ReportedModel
    package let tokenizerFiles: [TracedFile]
    package let expectation: GoldenExpectation
    package let comparison: GoldenComparison
    package let run: GoldenRun
    package let cost: ReproduceCost
    package let recording: GoldenRecording?
    /// The file that keeps the run, if any.
    package let keptAs: String?
    /// Nil where the receipt is the expected one or was compared with nothing.
    package let nextSteps: NextSteps?
    /// Nil where no cascade is to be drawn.
    package let firstHead: ShownHead?
    package let provenance: Provenance

    package init(
        model: ReportedModel, tokenizerFiles: [TracedFile], expectation: GoldenExpectation,
        comparison: GoldenComparison, run: GoldenRun, cost: ReproduceCost,
        recording: GoldenRecording?, keptAs: String?, nextSteps: NextSteps?, firstHead: ShownHead?,
        provenance: Provenance
    ) {
        self.model = model
        self.tokenizerFiles = tokenizerFiles
        self.expectation = expectation
        self.comparison = comparison
        self.run = run
        self.cost = cost
        self.recording = recording
        self.keptAs = keptAs
        self.nextSteps = nextSteps
        self.firstHead = firstHead
        self.provenance = provenance
    }

    private var golden: Golden? { expectation.golden }
    private var settings: GoldenRun.Settings { cost.settings }
}

// MARK: As JSON

extension ReproduceReport {
    package var json: JSONValue {
        .object(
            comparedMembers + rowMembers + workMembers + [
                JSONMember("recorded", recording?.writtenPath.map(JSONValue.string) ?? .null),
                JSONMember("kept", keptAs.map(JSONValue.string) ?? .null),
                JSONMember(
                    "next", nextSteps.map { .array($0.sides.map(JSONValue.string)) } ?? .null),
                JSONMember("then", nextSteps.map { .string($0.both) } ?? .null),
                JSONMember("proofs", .array(run.proofHashes.map(JSONValue.string))),
                JSONMember("provenance", provenance.json),
            ])
    }

    private var comparedMembers: [JSONMember] {
        let comparison = comparison
        return [
            JSONMember("golden", golden.map { .string($0.name) } ?? .null),
            JSONMember("model", .string(model.directory)),
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember(
                "expected_integer_weights_hash",
                (expectation.weights ?? golden?.integerWeightsHash).map(JSONValue.string) ?? .null),
            JSONMember(
                "weights_match", comparison.weightsMatch.map(JSONValue.boolean) ?? .null),
            JSONMember("tokenizer", .array(tokenizerFiles.map(\.json))),
            JSONMember("tokens_sha256", .string(run.tokensDigest)),
            JSONMember("tokens_match", comparison.tokensMatch.map(JSONValue.boolean) ?? .null),
            JSONMember("ultimate_hash", .string(run.ultimateHash)),
            JSONMember(
                "expected_hash", comparison.expectedHash.map(JSONValue.string) ?? .null),
            JSONMember("match", comparison.match.map(JSONValue.boolean) ?? .null),
            JSONMember("reason", .string(comparison.reason)),
            JSONMember("advice", advice.map(JSONValue.string) ?? .null),
            JSONMember(
                "first_difference", comparison.firstDifference.map(differenceJSON) ?? .null),
        ]
    }

    private func differenceJSON(_ index: Int) -> JSONValue {
        .object([
            JSONMember("index", .integer(index)),
            JSONMember("prompt", .string(GoldenPrompts.prompt(index))),
            JSONMember(
                "expected_proof_hash", golden.map { .string($0.proofHashes[index]) } ?? .null),
            JSONMember("proof_hash", .string(run.proofHashes[index])),
        ])
    }

    private var rowMembers: [JSONMember] {
        [
            JSONMember("rows", .integer(run.rowCounts.total)),
            JSONMember("uniform_rows", .integer(run.rowCounts[.flat])),
            JSONMember("one_token_rows", .integer(run.rowCounts.onePosition)),
        ]
    }

    private var workMembers: [JSONMember] {
        [
            JSONMember("prompt_count", .integer(run.proofHashes.count)),
            JSONMember("token_count", .integer(run.tokenCount)),
            JSONMember("backend", .string(model.backendName)),
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("batch", .integer(settings.batchPromptCount)),
            JSONMember("shares_prefixes", .boolean(settings.shortcuts.sharesPrefixes)),
            JSONMember("stops_early", .boolean(settings.shortcuts.stopsEarly)),
            JSONMember("multiply_adds", .integer(run.multiplyAddCount)),
            JSONMember(
                "proofs_per_second",
                .string(DecimalText.perSecond(run.proofHashes.count, nanoseconds: cost.nanoseconds))
            ),
            JSONMember(
                "tokens_per_second",
                .string(DecimalText.perSecond(run.tokenCount, nanoseconds: cost.nanoseconds))),
            JSONMember("load_milliseconds", .integer(cost.loadNanoseconds / 1_000_000)),
            JSONMember("integers_from_cache", .boolean(cost.isCached)),
            JSONMember(
                "memory_peak_bytes", cost.memoryBytesPeak.map(JSONValue.integer) ?? .null),
        ]
    }
}

// MARK: As text

extension ReproduceReport {
    package func text(_ style: TextStyle) -> String {
        var table = TextTable(nameWidthMin: "expected".count)
        table.add("model", model.directory)
        table.add("weights", model.integerWeightsHash)
        if comparison.weightsMatch == false {
            table.add("", "expected \(expectation.weights ?? golden?.integerWeightsHash ?? "")")
        }
        table.add(
            "backend",
            "\(model.backendName), \(threads), "
                + "batches of \(settings.batchPromptCount)\(shortcuts)")
        table.add("program", provenance.program.text)
        table.add("prompts", promptsText)
        table.add("rows", rowsText)
        table.add(
            "speed",
            "\(perSecond(run.proofHashes.count)) proofs/s, \(perSecond(run.tokenCount)) tokens/s")
        table.add(
            "work", "\(DecimalText.grouped(run.multiplyAddCount / 1_000_000)) million multiply-adds"
        )
        if let peak = cost.memoryBytesPeak {
            table.add("memory", "\(DecimalText.mebibytes(peak)) at the peak")
        }
        table.add("hash", run.ultimateHash)
        if let expected = comparison.expectedHash { table.add("expected", expected) }
        return (firstHead.map { $0.text + "\n" } ?? "") + table.text
            + style.text(warning, .doubtful) + "\n" + verdict(style)
    }

    private var promptsText: String {
        let count = run.proofHashes.count
        let all = golden.map { $0.promptCount > count ? " of \($0.promptCount)" : "" } ?? ""
        return "\(count)\(all), \(run.tokenCount) tokens"
    }

    private var rowsText: String {
        let rows = run.rowCounts
        return "\(rows.total), of them \(rows[.flat]) uniform, "
            + "\(rows.onePosition) on one token"
    }

    /// A warning if the hash says little, because many rows of attention are uniform or on one
    /// token; else empty.
    private var warning: String {
        let rows = run.rowCounts
        guard rows.sayLittle else { return "" }
        let silent = rows[.flat] + rows.onePosition
        return "\n  WARNING: \(silent) of \(rows.total) rows of attention are uniform or on one "
            + "token:\n  this hash \(silent == rows.total ? "does not tell" : "hardly tells") "
            + "models apart; 'glyphlab models audit' says more\n"
    }

    /// The next step if the named golden belongs to another model; nil elsewhere.
    private var advice: String? {
        guard comparison.match == nil, comparison.weightsMatch == false, let golden else {
            return nil
        }
        return
            "golden \(golden.name) expects the weights \(golden.integerWeightsHash) of the model "
            + "\(golden.model), got \(model.integerWeightsHash) in \(model.directory); name that "
            + "model's folder with --model; or leave \(golden.name) out, so that these weights are "
            + "compared with their own golden, if there is one"
    }

    private func verdict(_ style: TextStyle) -> String {
        var table = TextTable(nameWidthMin: "expected".count)
        let (word, meaning): (String, TextStyle.Meaning) =
            switch comparison.match {
            case true?: ("yes: ", .good)
            case false?: ("NO: ", .bad)
            case nil: ("inconclusive: ", .doubtful)
            }
        let isOnlyRecorded = recording != nil && comparison.match == nil
        let text = isOnlyRecorded ? "compared with no golden" : word + comparison.reason
        // Its clauses stand below each other, so that the first can be read at once.
        for (index, clause) in text.split(separator: "; ").enumerated() {
            table.add(index == 0 ? "match" : "", style.text(String(clause), meaning))
        }
        for (index, clause) in (advice ?? "").split(separator: "; ").enumerated() {
            table.add(index == 0 ? "advice" : "", String(clause))
        }
        if let recording {
            table.add(
                "golden", recording.writtenPath.map { "recorded as \($0)" } ?? "NOT recorded")
        }
        if let keptAs { table.add("run", "kept as \(keptAs)") }
        return table.text + (nextSteps?.text ?? "")
    }

    private var threads: String {
        settings.threadCount == 1 ? "1 thread" : "\(settings.threadCount) threads"
    }

    private var shortcuts: String {
        (settings.shortcuts.sharesPrefixes ? ", prefixes shared" : "")
            + (settings.shortcuts.stopsEarly ? ", stopped early" : "")
    }

    private func perSecond(_ count: Int) -> String {
        DecimalText.perSecond(count, nanoseconds: cost.nanoseconds)
    }
}
