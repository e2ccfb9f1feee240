internal import Cryptography
package import Training
internal import Trials

/// A trainer's side: trains the model for an epoch, and opens the steps that are asked for.
package struct LearningTrainer: Sendable {
    /// A training that was done.
    package struct Training: Sendable {
        package let run: TrainingRun
        package let history: TrainingHistory
        package let claim: LearningProof.Claim
    }

    package let rules: LearningRules
    package let signer: LearningSigner
    package let data: [TrainingChunk]

    package init(rules: LearningRules, signer: LearningSigner, data: [TrainingChunk]) {
        self.rules = rules
        self.signer = signer
        self.data = data
    }

    /// The run that the epoch asks of this trainer, from the weights at the chain's head.
    ///
    /// Nil without the data. **Throws:** ``TrainingError``.
    package func run(
        _ state: LearningState, from weights: TrainingWeights
    ) throws(TrainingError) -> TrainingRun? {
        let seed = rules.seed(signer.key, state)
        let hash = rules.chunkHash(seed: seed)
        guard let chunk = data.first(where: { $0.hash.bytes == hash }) else { return nil }
        return try TrainingRun(
            plan: rules.genesis.model.plan, seed: Digest(bytes: seed), chunk: chunk, start: weights)
    }

    /// Trains, and claims it.
    ///
    /// - Parameter advance: called after each step.
    package func training(
        _ run: TrainingRun, epoch: Int, advance: () -> Void = {}
    ) throws -> Training {
        let history = try run.trained(observe: { _, _ in advance() })
        return Training(run: run, history: history, claim: Self.claim(run, history, epoch: epoch))
    }

    package static func claim(
        _ run: TrainingRun, _ history: TrainingHistory, epoch: Int
    ) -> LearningProof.Claim {
        let trace = history.trace
        let last = history.weightHashes.count - 1
        return LearningProof.Claim(
            epoch: epoch, seed: run.seed.bytes, chunk: run.chunk.hash.bytes,
            start: history.weightHashes[0].bytes, end: history.weightHashes[last].bytes,
            stepCount: last, trace: trace.digest.bytes,
            startPath: trace.path(of: 0).map(\.bytes), endPath: trace.path(of: last).map(\.bytes))
    }

    /// The proof's bytes.
    package func proof(_ claim: LearningProof.Claim) -> [UInt8] {
        LearningProof.signed(claim, by: signer, network: rules.network)
    }

    /// Opens the steps that a beacon asks for.
    package func opening(
        _ training: Training, of proof: LearningProof, beacon: [UInt8]
    ) throws -> [UInt8] {
        let steps = rules.challenge(proof, beacon: beacon).steps
        return LearningOpening.bytes(
            proof: proof.digest,
            steps: try steps.map { try training.run.opening(of: $0, history: training.history) })
    }
}
