import Architectures
import Checkpoints
import Cryptography
import Fingerprints
import Proving
import Receipts
import Reports
import Tensors
import Tokenization
import Traces

/// The verdict on a merged run: golden, manifest and model are compared with it.
extension ReceiptMergeCommand {
    /// - Parameter named: the golden that was asked for.
    ///
    /// **Throws:** what keeps the model of `--model` from being read.
    func verdict(
        _ run: RunStatement, _ named: Golden?, _ house: House
    ) throws -> MergeReport.Verdict {
        let isReceiptList = run.list.source == .receipt
        // Goldens are of the determinism receipt's prompts and say nothing of others.
        let golden =
            isReceiptList
            ? named ?? house.golden(integerWeightsHash: run.integerWeightsHash.text) : nil
        let comparison = GoldenComparison(
            GoldenExpectation(
                golden: golden, hash: expect?.lowercased(), weights: expectWeights?.lowercased(),
                withoutGolden: isReceiptList
                    ? "since no golden has these weights; --expect HASH compares this hash"
                    : "since goldens are of the determinism receipt's prompts, and these are "
                        + "others; --expect HASH compares this hash"),
            ReproducedFacts(
                integerWeightsHash: run.integerWeightsHash.text, tokensDigest: nil,
                proofHashes: run.prompts.map(\.proof.text),
                ultimateHash: run.ultimateHash?.text ?? ""))
        let proofs = expect == nil ? golden.map { "golden \($0.name)" } : "the hash of --expect"
        let ground = try ground(run, house, proofs: comparison.match == nil ? nil : proofs)
        return MergeReport.Verdict(comparison, golden: golden?.name, ground: ground)
    }

    private func ground(
        _ run: RunStatement, _ house: House, proofs: String?
    ) throws -> MergeGround {
        if let model {
            return MergeGround(
                proofs: proofs, model: .loaded(model), difference: try difference(run, model))
        }
        guard let name = house.modelName(integerWeightsHash: run.integerWeightsHash.text),
            let architecture = try? house.manifest(name).form.architecture()
        else { return MergeGround(proofs: proofs, model: .none, difference: nil) }
        let expected = TracedArchitecture(architecture)
        return MergeGround(
            proofs: proofs, model: .pinned(name),
            difference: run.architecture == expected
                ? nil
                : "architecture: expected \(expected.words), as the pinned model \(name) has it, "
                    + "got \(run.architecture.words)")
    }

    /// The first thing that is not as the model has it.
    private func difference(_ run: RunStatement, _ model: String) throws -> String? {
        let loaded = try TracedModelLoad(
            folder: ModelPath.folder(model), backend: Backends.fastest)
        let weights = loaded.traced.integerWeightsHash
        guard weights == run.integerWeightsHash.text else {
            return "weights: expected \(weights), as the model \(model) has them, got "
                + run.integerWeightsHash.text
        }
        let plan = try RunPlan(run.level, loaded.prover, loaded.traced)
        do throws(SpotCheckError) {
            try plan.check(run)
        } catch {
            return "\(error)"
        }
        let challenges: [TracedChallenge]
        do throws(UnreadablePrompt) {
            challenges = try TracedChallenge.all(of: run, loaded.prover)
        } catch {
            return "\(error)"
        }
        let prompt = challenges.enumerated()
            .first { $1.inputDigest != run.prompts[$0].input }?.offset
        return prompt.map {
            "tokens: expected those that the model's tokenizer makes of prompt "
                + "\(run.list.first + $0), got others"
        }
    }
}

extension TracedChallenge {
    /// All prompts that a receipt speaks of, as the model here reads them; little beside a run.
    ///
    /// **Throws:** ``UnreadablePrompt`` for the first that the tokenizer refuses.
    static func all(
        of run: RunStatement, _ prover: Prover
    ) throws(UnreadablePrompt) -> [TracedChallenge] {
        var all: [TracedChallenge] = []
        for index in run.prompts.indices {
            let text = run.list.text(index)
            do throws(TokenizerError) {
                all.append(
                    try TracedChallenge(
                        salt: text.salt, prompt: Array(text.prompt.utf8),
                        tokenizer: prover.tokenizer))
            } catch {
                throw UnreadablePrompt(number: run.list.first + index, cause: "\(error)")
            }
        }
        return all
    }
}
