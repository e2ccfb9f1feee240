import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors
import Tokenization

/// What `reproduce` found, to be printed in either form.
struct ReproduceResult {
    let golden: Golden?
    let model: String
    let loaded: LoadedModel
    let run: ReceiptRun
    let expectedHash: String?
    let comparesWithGolden: Bool
    let settings: ReceiptRun.Settings
    let nanoseconds: Int

    private var ultimateHash: String { run.ultimateHash }

    /// Nil where there is nothing to compare with.
    private var match: Bool? {
        guard let expectedHash else { return nil }
        return expectedHash == ultimateHash && weightsMatch != false
    }

    /// Whether the weights are the golden's; nil where the golden is not what is compared with.
    private var weightsMatch: Bool? {
        guard comparesWithGolden, let golden else { return nil }
        return golden.integerWeightsHash == loaded.integerWeightsHash
    }

    private var firstDifference: Int? { golden?.firstDifference(from: run.proofHashes) }

    var outcome: Outcome {
        switch match {
        case true?: .holds
        case false?: .doesNotHold
        case nil: .inconclusive
        }
    }

    var json: JSONValue {
        .object([
            JSONMember("golden", golden.map { .string($0.name) } ?? .null),
            JSONMember("model", .string(model)),
            JSONMember("integer_weights_hash", .string(loaded.integerWeightsHash)),
            JSONMember("ultimate_hash", .string(ultimateHash)),
            JSONMember("expected_hash", expectedHash.map(JSONValue.string) ?? .null),
            JSONMember("match", match.map(JSONValue.boolean) ?? .null),
            JSONMember(
                "first_difference",
                firstDifference.map { index in
                    .object([
                        JSONMember("index", .integer(index)),
                        JSONMember("prompt", .string(Receipt.prompt(index))),
                        JSONMember("expected_proof_hash", .string(golden!.proofHashes[index])),
                        JSONMember("proof_hash", .string(run.proofHashes[index])),
                    ])
                } ?? .null),
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
            JSONMember("proofs", .array(run.proofHashes.map(JSONValue.string))),
        ])
    }

    var text: String {
        var table = TextTable()
        table.add("model", model)
        table.add("weights", "\(loaded.integerWeightsHash)\(pinNote)")
        table.add(
            "backend",
            "\(loaded.prover.transformer.backend.name), \(threads), "
                + "batches of \(settings.batchPromptCount)\(shortcuts)")
        table.add("prompts", "\(run.proofHashes.count), \(run.tokenCount) tokens")
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
        table.add("expected", expectedHash ?? "nothing is pinned for these weights")
        table.add("match", matchText)
        return drawing + "\n" + table.text
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

    private var pinNote: String {
        switch weightsMatch {
        case true?: "  (pinned)"
        case false?: "  (the golden's: \(golden!.integerWeightsHash))"
        case nil: ""
        }
    }

    private var matchText: String {
        switch match {
        case true?: return "yes"
        case nil: return "inconclusive"
        case false?:
            guard let index = firstDifference else { return "NO" }
            return "NO, first at prompt \(index): \"\(Receipt.prompt(index))\""
        }
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
