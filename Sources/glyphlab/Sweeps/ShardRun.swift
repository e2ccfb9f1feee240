import Clusters
import Cryptography
import Fingerprints
import Proving
import Receipts
import Tensors
import Traces

/// Computes one shard of the prompts and signs its receipt.
struct ShardRun {
    let receipt: RunReceipt

    /// - Parameters:
    ///   - folder: see ``ModelPath/folder(_:)``.
    ///   - expectedWeights: the weights that the model must have; nil for any.
    ///
    /// **Throws:** ``Failure`` for other weights and where a shard has no prompt, and what loading
    /// and running throw.
    init(
        _ shard: PromptShard, promptCount: Int, folder: String, expectedWeights: ExpectedWeights?,
        level: TraceLevel, settings: GoldenRun.Settings, backend: any ExactGEMM,
        key: Ed25519PrivateKey
    ) throws {
        let range = shard.range(promptCount: promptCount)
        guard !range.isEmpty else {
            throw Failure(
                outcome: .usage,
                message: "shard: expected at most \(promptCount) shards, as many as prompts, "
                    + "got \(shard.count)")
        }
        let loaded = try TracedModelLoad(folder: folder, backend: backend)
        try expectedWeights?.check(loaded.traced, folder)
        let challenges = try TracedChallenge.receipt(range, tokenizer: loaded.prover.tokenizer)
        let progress = Progress("proofs", total: range.count)
        defer { progress.finish() }
        let run = try TracedRun(
            prover: loaded.prover, challenges: challenges, level: level, model: loaded.traced,
            settings: settings, form: .batch
        ) { _ in progress.advance() }
        let list = PromptList(
            source: .receipt, first: range.lowerBound, totalCount: promptCount)
        let maker = ReceiptMaker(
            of: run.trace, backend: backend, engine: .batch, settings: settings)
        receipt = try RunReceipt(
            signing: ReceiptBody(
                run: RunStatement(run.trace, list: list), origin: ReceiptOrigin(maker)),
            by: key)
    }
}

/// The weights that a model must have.
struct ExpectedWeights {
    /// Lower-case hex.
    let hash: String
    /// The source of the expected weights, for messages, such as "the plan".
    let owner: String

    init(_ golden: Golden) {
        hash = golden.integerWeightsHash
        owner = "golden \(golden.name)"
    }

    init(_ run: SweepRun) {
        hash = run.integerWeightsHash.text
        owner = "the plan"
    }

    /// **Throws:** ``Failure`` where the model in the folder has others.
    func check(_ model: TracedModel, _ folder: String) throws {
        guard model.integerWeightsHash != hash else { return }
        throw Failure(
            outcome: .badInput,
            message: "\(folder): expected the weights of \(owner), \(hash), got "
                + model.integerWeightsHash)
    }
}
