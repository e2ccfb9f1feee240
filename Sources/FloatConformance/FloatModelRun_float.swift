internal import Checkpoints
internal import Conformance
internal import Cryptography
internal import Fingerprints
internal import FloatEngine
internal import Platform
internal import Proving
internal import Tokenization

/// A file's model, read and run.
struct FloatModelRun {
    private let file: VectorValue
    private let synthetic: SyntheticModel?
    private let folder: String
    let model: FloatModel
    let tokenizer: ByteLevelTokenizer?
    let tokenizerMissing: String
    private let threadCount: Int

    init(
        file: VectorValue, description: FloatModelDescription, folder: String,
        synthetic: SyntheticModel?, surroundings: FloatVectorSurroundings
    ) throws {
        self.file = file
        self.folder = folder
        self.synthetic = synthetic
        model = try FloatModel(folder: folder)
        threadCount = surroundings.threadCount
        if description.seed == nil {
            tokenizer = try ModelFolder(path: folder).tokenizer()
            tokenizerMissing = ""
        } else if description.isQwen {
            tokenizer = try surroundings.smallTokenizer().map {
                try ByteLevelTokenizer(tokenizerJSON: $0)
            }
            tokenizerMissing = "needs \(FloatVectorSurroundings.smallTokenizerName) beside the file"
        } else {
            tokenizer = surroundings.tokenizer
            tokenizerMissing = surroundings.tokenizerMissing
        }
    }

    func outcomes(
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        var outcomes = try digests()
        for (place, vector) in try cases().enumerated() {
            outcomes += try caseOutcomes(vector, index: "case \(place)")
        }
        if let trace = try FloatModelTrace(file: file, model: model, cases: cases()) {
            outcomes += try trace.outcomes()
        }
        for vector in try receipts() { outcomes += try receipt(vector, progress: progress) }
        return outcomes
    }

    // MARK: Weights

    private func digests() throws -> [VectorOutcome] {
        var outcomes = [
            VectorOutcome(
                index: "tensors", expected: try file.member("tensors_sha256").string(),
                got: try FloatModel.tensorsDigest(folder: folder).text)
        ]
        // Files of GPT-2's form name neither: its ε is transformers' own, and nothing turns.
        let numbers: [(String, Double?)] = [
            ("theta", model.form.rotaryBase.map(Double.init)), ("eps", model.epsilon),
        ]
        for (key, value) in numbers {
            guard let told = try file.optional(key) else { continue }
            outcomes.append(
                VectorOutcome(
                    index: key, expected: FloatText.bits(try told.number()),
                    got: value.map(FloatText.bits) ?? "none"))
        }
        if let digest = try file.optional("file_sha256"), let synthetic {
            outcomes.append(
                VectorOutcome(
                    index: "file", expected: try digest.string(),
                    got: synthetic.fileDigest().text))
        }
        return outcomes
    }

    // MARK: Cases

    private func cases() throws -> [VectorValue] {
        if let cases = try file.optional("cases") { return try cases.elements() }
        return try file.optional("case_0").map { [$0] } ?? []
    }

    private func caseOutcomes(_ vector: VectorValue, index: String) throws -> [VectorOutcome] {
        let salt = try vector.member("salt").string()
        let heads = model.heads(salt: salt)
        var outcomes = [
            VectorOutcome(
                index: index + " heads",
                expected: FloatText.heads(try vector.member("heads").heads()),
                got: FloatText.heads(heads))
        ]
        guard outcomes[0].kind == .equal else { return outcomes }
        let given = try vector.optional("ids")?.tokenIDs()
        var ids = given
        if let tokenizer {
            let challenge = try Challenge(
                salt: salt, prompt: Array(vector.member("prompt").string().utf8),
                tokenizer: tokenizer)
            ids = challenge.tokenIDs
            if let given {
                outcomes.append(
                    VectorOutcome(
                        index: index + " ids", expected: "\(given)", got: "\(challenge.tokenIDs)"))
            }
        } else {
            outcomes.append(
                VectorOutcome(index: index + " ids", .skipped(reason: tokenizerMissing)))
        }
        guard let ids else { return outcomes }
        try model.checkForm(ids, vector)
        let proof = try model.proof(salt: salt, tokenIDs: ids, order: .seq)
        if let rows = try vector.optional("rows_seq") {
            for (place, row) in try rows.elements(count: heads.count).enumerated() {
                outcomes.append(
                    FloatComparison.bits(
                        "\(index) row \(place)", expected: try row.floats(),
                        got: proof.rows[place].map { Float($0) }))
            }
            return outcomes
        }
        let double = try model.rows(of: ids, heads: heads, order: .double)
        for (place, row) in try vector.member("rows").elements(count: heads.count).enumerated() {
            outcomes += try rowOutcomes(
                row, proof: proof, double: double, place: place, index: "\(index) row \(place)")
        }
        outcomes.append(
            VectorOutcome(
                index: index + " proof",
                expected: try "\(vector.member("fingerprint_seq").string()) "
                    + vector.member("proof_seq").string(),
                got: "\(proof.text) \(proof.proofHash)"))
        return outcomes
    }

    private func rowOutcomes(
        _ row: VectorValue, proof: FloatProof, double: [[Double]], place: Int, index: String
    ) throws -> [VectorOutcome] {
        let print = proof.prints[place]
        let cascade = try row.member("cascade_seq").elements(count: 2)
        let torch = try row.member("torch").floats().map(Double.init)
        var outcomes = [
            FloatComparison.bits(
                index, expected: try row.member("seq").floats(),
                got: proof.rows[place].map { Float($0) }),
            VectorOutcome(
                index: index + " quantised",
                expected: try FloatText.row(
                    row.member("quantised_seq").ints(), base: cascade[0], glyphs: cascade[1]),
                got: FloatText.row(print.quantizedRow)),
            VectorOutcome(
                index: index + " torch quantised",
                expected: "\(try row.member("quantised_torch").ints())",
                got: "\(try FloatQuantization.quantized(torch))"),
        ]
        if let expected = try row.optional("double") {
            outcomes.append(
                FloatComparison.near(
                    index + " double", expected: try expected.doubles(), got: double[place]))
        }
        return outcomes
    }

    // MARK: Receipts

    private func receipts() throws -> [VectorValue] {
        if let receipts = try file.optional("receipts") { return try receipts.elements() }
        return try file.optional("receipt").map { _ in [file] } ?? []
    }

    private func receipt(
        _ vector: VectorValue,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let name = try vector.member("receipt").string()
        let kinds = ["cross_hardware_100": FloatReceipt.v3, "large_model_60": .qwen]
        guard let receipt = kinds[name] else {
            throw VectorFormError(
                place: vector.place, expected: "cross_hardware_100 or large_model_60", got: name)
        }
        guard let tokenizer else {
            return [VectorOutcome(index: name, .skipped(reason: tokenizerMissing))]
        }
        // Only torch's proofs are known of the largest model; nearest to torch is `wide`.
        let hasSeq = try vector.optional("ultimate_seq") != nil
        var outcomes = try self.receipt(
            receipt, vector, name, tokenizer, hasSeq ? .seq : .wide,
            hash: vector.member(hasSeq ? "ultimate_seq" : "ultimate_torch").string(),
            proofs: vector.member(hasSeq ? "proofs_seq" : "proofs_torch"), progress)
        if let wide = try vector.optional("ultimate_wide") {
            outcomes += try self.receipt(
                receipt, vector, name + " wide", tokenizer, .wide, hash: wide.string(),
                proofs: nil, progress)
        }
        return outcomes
    }

    private func receipt(
        _ receipt: FloatReceipt, _ vector: VectorValue, _ name: String,
        _ tokenizer: ByteLevelTokenizer, _ order: FloatOrder, hash: String, proofs: VectorValue?,
        _ progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let counter = ProofCounter(total: receipt.promptCount, progress: progress)
        let run = try FloatReceiptRun(
            receipt, model: model, tokenizer: tokenizer, order: order, threadCount: threadCount,
            onProof: { counter.add() })
        var outcomes = [
            VectorOutcome(index: "\(name) hash", expected: hash, got: run.ultimateHash)
        ]
        if let proofs {
            for (place, proof) in try proofs.elements(count: run.entries.count).enumerated() {
                outcomes.append(
                    VectorOutcome(
                        index: "\(name) \(place)", expected: try proof.string(),
                        got: run.entries[place].proofHash))
            }
        }
        return outcomes
    }
}

extension FloatModel {
    /// **Throws:** ``VectorFormError`` where a case's ids are none of the model's.
    func checkForm(_ ids: [Int32], _ vector: VectorValue) throws {
        do {
            try check(ids)
        } catch {
            throw VectorFormError(
                place: vector.place, expected: "token ids of the model", got: "\(error)")
        }
    }
}
