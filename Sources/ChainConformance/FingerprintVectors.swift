internal import Checkpoints
internal import Conformance
internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Proving
internal import PythonValues
internal import Tensors

/// Synthetic models: weights, fingerprints, proofs, a traced pass, and the receipt of 100 prompts.
struct FingerprintVectors: LongVectorJudge {
    private static let receiptPromptCount = 100
    private static let tracedCaseIndex = 2

    let name = "fingerprints"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document.count > 0
            && document.members.allSatisfy { member in
                guard case .dictionary(let model) = member.value else { return false }
                return model["int_weights_hash"] != nil
            }
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        // All of it is read before anything is computed.
        let models = try document.members.map {
            try FingerprintVectorModel(
                name: $0.key.shown, VectorValue($0.value, place: "document.\($0.key.shown)"))
        }
        let counter = CaseCounter(
            total: models.reduce(0) { sum, model in
                let promptCount = model.receiptHash == nil ? 0 : Self.receiptPromptCount
                return sum + 1 + model.cases.count + promptCount
            }, progress)
        return try models.flatMap { try outcomes(of: $0, counter) }
    }

    private func outcomes(
        of model: FingerprintVectorModel, _ counter: CaseCounter
    ) throws -> [VectorOutcome] {
        let checkpoint = try model.model.checkpoint()
        var outcomes = [
            VectorOutcome(
                index: "\(model.name) weights", expected: model.weightsHash,
                got: checkpoint.integerWeightsHash)
        ]
        if let fileHash = model.fileHash {
            outcomes.append(
                VectorOutcome(
                    index: "\(model.name) file", expected: fileHash,
                    got: model.model.fileDigest().text))
        }
        counter.advance()
        let transformer = Transformer(weights: checkpoint.weights, backend: Backends.fastest)
        for (index, one) in model.cases.enumerated() {
            outcomes += self.outcomes(of: one, "\(model.name) \(index)", transformer)
            counter.advance()
        }
        if let trace = model.trace, model.cases.indices.contains(Self.tracedCaseIndex) {
            let observer = DigestObserver()
            let got = PublishedText.result {
                _ = try transformer.forwardByDefinition(
                    model.cases[Self.tracedCaseIndex].tokenIDs, observer: observer)
                return observer.lines.joined(separator: "\n")
            }
            outcomes.append(
                VectorOutcome(
                    index: "\(model.name) trace", expected: trace.joined(separator: "\n"),
                    got: got))
        }
        return outcomes + receipt(of: model, transformer, counter)
    }

    /// A case's tokens, and the proof that they earn.
    private func outcomes(
        of one: FingerprintVectorModel.Case, _ index: String, _ transformer: Transformer
    ) -> [VectorOutcome] {
        let tokens: VectorOutcome.Kind
        if let tokenizer = surroundings.tokenizer {
            tokens =
                VectorOutcome(
                    index: index, expected: "\(one.tokenIDs)",
                    got: PublishedText.result {
                        let challenge = try Challenge(
                            salt: one.salt, prompt: Array(one.prompt.utf8), tokenizer: tokenizer)
                        return "\(challenge.tokenIDs)"
                    }
                ).kind
        } else {
            tokens = .skipped(reason: surroundings.tokenizerMissing)
        }
        let got = PublishedText.result {
            let fingerprint = Fingerprint(
                salt: one.salt, rows: try transformer.forward(one.tokenIDs).rows)
            return FingerprintVectorModel.text(
                heads: fingerprint.heads.map { [$0.head.layer, $0.head.head] },
                rows: fingerprint.heads.map { $0.row.map(Int.init) },
                fingerprint: fingerprint.text, proofHash: fingerprint.proofHash)
        }
        return [
            VectorOutcome(index: "\(index) tokens", tokens),
            VectorOutcome(index: index, expected: one.expected, got: got),
        ]
    }

    private func receipt(
        of model: FingerprintVectorModel, _ transformer: Transformer,
        _ counter: CaseCounter
    ) -> [VectorOutcome] {
        guard let receiptHash = model.receiptHash else { return [] }
        let indices =
            ["\(model.name) receipt"]
            + model.receiptHashes.indices.map { "\(model.name) receipt \($0)" }
        guard let tokenizer = surroundings.tokenizer else {
            return indices.map {
                VectorOutcome(index: $0, .skipped(reason: surroundings.tokenizerMissing))
            }
        }
        let got: [String]
        do {
            let run = try GoldenRun(
                prover: Prover(tokenizer: tokenizer, transformer: transformer),
                promptCount: Self.receiptPromptCount,
                settings: GoldenRun.Settings(threadCount: surroundings.threadCount),
                onProof: { _ in counter.advance() })
            got = [run.ultimateHash] + run.proofHashes
        } catch {
            // The model cannot read the tokenizer's tokens, or the prompts are too long for it.
            got = indices.map { _ in "\(error)" }
        }
        let expected = [receiptHash] + model.receiptHashes
        return indices.indices.map {
            VectorOutcome(index: indices[$0], expected: expected[$0], got: got[$0])
        }
    }
}
