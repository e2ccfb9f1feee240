import Disputes
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors
import Tokenization
import Traces

/// What `reproduce` found, to be printed in either form.
struct ReproduceResult {
    let expectation: ReceiptExpectation
    let folder: String
    /// Of the pinned model that has these weights, if any.
    let pinnedName: String?
    /// Where the house keeps that model, or would.
    let pinnedFolder: String?
    let loaded: LoadedModel
    let tokenizerFiles: [TracedFile]
    let run: ReceiptRun
    let recordsTo: GoldenTarget?
    /// The file that keeps the run, if any.
    let keptAs: String?
    let settings: ReceiptRun.Settings
    let drawsCascade: Bool
    let nanoseconds: Int

    private var golden: Golden? { expectation.golden }
    var provenance: Provenance {
        ThisRun.provenance(threadCount: settings.threadCount)
    }
    private var ultimateHash: String { run.ultimateHash }

    var comparison: ReceiptComparison {
        ReceiptComparison(
            expectation,
            ReceiptFacts(
                integerWeightsHash: loaded.integerWeightsHash, tokensDigest: run.tokensDigest,
                proofHashes: run.proofHashes, ultimateHash: ultimateHash))
    }

    private var isRecorded: Bool { recordsTo != nil && comparison.match != false }

    var outcome: Outcome {
        switch comparison.match {
        case true?: .holds
        case false?: .doesNotHold
        case nil: recordsTo == nil ? .inconclusive : .holds
        }
    }

    /// The pinned name, or else the folder as it was given.
    var model: String { pinnedName ?? folder }

    /// Nil where no golden is to be recorded.
    var goldenText: String? {
        guard let recordsTo, outcome == .holds else { return nil }
        return recordedGolden(recordsTo).json.fileText
    }

    private func recordedGolden(_ target: GoldenTarget) -> Golden {
        let name = ModelPath.absolute(folder).last.map(String.init) ?? folder
        let place = "/" + ModelPath.absolute(target.path + "/..").joined(separator: "/")
        // A copy of a pinned model elsewhere is where its golden should look first.
        let isTheHouses = pinnedFolder.map(ModelPath.absolute) == ModelPath.absolute(folder)
        return Golden(
            name: target.name, model: pinnedName ?? name,
            integerWeightsHash: loaded.integerWeightsHash, ultimateHash: ultimateHash,
            proofHashes: run.proofHashes, tokensDigest: run.tokensDigest,
            modelFolder: isTheHouses ? nil : ModelPath.relative(folder, from: place))
    }
}

// MARK: As JSON

extension ReproduceResult {
    var json: JSONValue {
        .object(
            comparedMembers + rowMembers + workMembers + [
                JSONMember("recorded", isRecorded ? .string(recordsTo!.path) : .null),
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
            JSONMember("model", .string(model)),
            JSONMember("integer_weights_hash", .string(loaded.integerWeightsHash)),
            JSONMember(
                "expected_integer_weights_hash",
                (expectation.weights ?? golden?.integerWeightsHash).map(JSONValue.string) ?? .null),
            JSONMember(
                "weights_match", comparison.weightsMatch.map(JSONValue.boolean) ?? .null),
            JSONMember("tokenizer", .array(tokenizerFiles.map(\.json))),
            JSONMember("tokens_sha256", .string(run.tokensDigest)),
            JSONMember("tokens_match", comparison.tokensMatch.map(JSONValue.boolean) ?? .null),
            JSONMember("ultimate_hash", .string(ultimateHash)),
            JSONMember(
                "expected_hash", comparison.expectedHash.map(JSONValue.string) ?? .null),
            JSONMember("match", comparison.match.map(JSONValue.boolean) ?? .null),
            JSONMember("reason", .string(comparison.reason)),
            JSONMember(
                "first_difference", comparison.firstDifference.map(differenceJSON) ?? .null),
        ]
    }

    private func differenceJSON(_ index: Int) -> JSONValue {
        .object([
            JSONMember("index", .integer(index)),
            JSONMember("prompt", .string(Receipt.prompt(index))),
            JSONMember("expected_proof_hash", .string(golden!.proofHashes[index])),
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
            JSONMember("backend", .string(loaded.prover.transformer.backend.name)),
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("batch", .integer(settings.batchPromptCount)),
            JSONMember("shares_prefixes", .boolean(settings.shortcuts.sharesPrefixes)),
            JSONMember("stops_early", .boolean(settings.shortcuts.stopsEarly)),
            JSONMember("multiply_adds", .integer(run.multiplyAddCount)),
            JSONMember(
                "proofs_per_second",
                .string(DecimalText.perSecond(run.proofHashes.count, nanoseconds: nanoseconds))),
            JSONMember(
                "tokens_per_second",
                .string(DecimalText.perSecond(run.tokenCount, nanoseconds: nanoseconds))),
            JSONMember("load_milliseconds", .integer(loaded.loadNanoseconds / 1_000_000)),
            JSONMember("integers_from_cache", .boolean(loaded.isCached)),
            JSONMember(
                "memory_peak_bytes", Machine.memoryBytesPeak.map(JSONValue.integer) ?? .null),
        ]
    }
}

// MARK: As text

extension ReproduceResult {
    func text(_ style: TextStyle) -> String {
        var table = TextTable(nameWidthMin: "expected".count)
        table.add("model", model)
        table.add("weights", loaded.integerWeightsHash)
        if comparison.weightsMatch == false {
            table.add("", "expected \(expectation.weights ?? golden!.integerWeightsHash)")
        }
        table.add(
            "backend",
            "\(loaded.prover.transformer.backend.name), \(threads), "
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
        if let peak = Machine.memoryBytesPeak {
            table.add("memory", "\(DecimalText.mebibytes(peak)) at the peak")
        }
        table.add("hash", ultimateHash)
        if let expected = comparison.expectedHash { table.add("expected", expected) }
        return (drawsCascade ? drawing + "\n" : "") + table.text
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

    /// What the hash is worth, where that is little.
    private var warning: String {
        let rows = run.rowCounts
        guard rows.sayLittle else { return "" }
        let silent = rows[.flat] + rows.onePosition
        return "\n  WARNING: \(silent) of \(rows.total) rows of attention are uniform or on one "
            + "token:\n  this hash \(silent == rows.total ? "does not tell" : "hardly tells") "
            + "models apart; 'glyphlab models audit' says more\n"
    }

    private func verdict(_ style: TextStyle) -> String {
        var table = TextTable(nameWidthMin: "expected".count)
        let (word, meaning): (String, TextStyle.Meaning) =
            switch comparison.match {
            case true?: ("yes: ", .good)
            case false?: ("NO: ", .bad)
            case nil: ("inconclusive: ", .doubtful)
            }
        let isOnlyRecorded = recordsTo != nil && comparison.match == nil
        let text = isOnlyRecorded ? "compared with no golden" : word + comparison.reason
        // Its clauses stand below each other, so that the first can be read at once.
        for (index, clause) in text.split(separator: "; ").enumerated() {
            table.add(index == 0 ? "match" : "", style.text(String(clause), meaning))
        }
        if let recordsTo {
            table.add(
                "golden", isRecorded ? "recorded as \(recordsTo.path)" : "NOT recorded")
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
        DecimalText.perSecond(count, nanoseconds: nanoseconds)
    }

    /// What happened to the first prompt, in its first head.
    private var drawing: String {
        guard
            let proof = try? loaded.prover.prove(
                salt: Receipt.salt(0), prompt: Array(Receipt.prompt(0).utf8)),
            let head = proof.fingerprint.heads.first
        else { return "" }
        return "\"\(Receipt.prompt(0))\", salt \(Receipt.salt(0))\n"
            + CascadeText.drawing(head, tokens: loaded.prover.shownTokens(proof.tokenIDs))
    }
}

extension Prover {
    /// What bars and bubbles are called.
    func shownTokens(_ ids: [Int32]) -> [String] {
        ids.map { id in
            // The tokenizer made these ids, so each has a token.
            (try? tokenizer.decode([id])).map(TokenText.shown) ?? "?"
        }
    }
}
