internal import Cryptography
package import Training
package import Trials

extension LearningRules {
    /// The seed of a trainer in an epoch, by which its data and batches are drawn:
    /// H(`seed` || network || u64 epoch || hash of the epoch's first block || key).
    package func seed(_ key: LearningKey, _ state: LearningState) -> [UInt8] {
        LearningDomain.digest(
            "seed", network, UInt64(state.epoch).bigEndianBytes, state.epochHash, key.bytes)
    }

    /// The data of a seed: draw(`chunk`, seed, 0, chunks).
    package func chunkHash(seed: [UInt8]) -> [UInt8] {
        genesis.chunks[
            TrainingDraw.number(
                tag: "chunk", seed: Digest(bytes: seed), number: 0, below: genesis.chunks.count)]
    }

    /// The most of the limits of an epoch: whether a proof may stand in the block at `index`.
    package func takesProofs(atBlock index: Int, _ state: LearningState) -> Bool {
        !startsEpoch(index) && epoch(ofBlock: index) == state.epoch
    }

    /// Judges a proof for the block at `index`.
    ///
    /// - Parameter others: keys of proofs that wait for the block too.
    /// **Throws:** ``Refusal``.
    package func judge(
        _ proof: LearningProof, atBlock index: Int, _ state: LearningState,
        beside others: [LearningKey] = []
    ) throws(Refusal) {
        try requireNetwork(proof.network)
        try requireKey(proof.key)
        try guards.require(
            proof.epoch == state.epoch && takesProofs(atBlock: index, state), LearningGuards.epoch,
            "epoch: expected \(epoch(ofBlock: index)), after its first block, got \(proof.epoch)")
        try guards.require(
            state.stake(of: proof.key) >= LearningLimits.trainerBond, LearningGuards.bond,
            "expected a bond of \(LearningLimits.trainerBond) at the epoch's first block")
        try guards.require(
            proof.seed == seed(proof.key, state), LearningGuards.seed,
            "seed: expected that of the epoch and the key")
        try guards.require(
            proof.chunk == chunkHash(seed: proof.seed), LearningGuards.chunk,
            "chunk: expected the data that the seed draws")
        try guards.require(
            proof.start == state.model, LearningGuards.start,
            "start: expected the weights at the chain's head")
        let plan = genesis.model.plan
        try guards.require(
            proof.stepCount == plan.stepCount, LearningGuards.steps,
            "steps: expected \(plan.stepCount), got \(proof.stepCount)")
        try guards.require(
            Self.opens(proof, plan), LearningGuards.ends,
            "expected paths of the first and the last weights to the trace")
        try guards.require(
            !others.contains(proof.key) && !state.proofs.contains { $0.proof.key == proof.key },
            LearningGuards.proofOnce, "expected one proof of a trainer in an epoch")
        try requireSignature(
            proof.signature, proof.digest, proof.key, LearningGuards.proofSignature)
    }

    private static func opens(_ proof: LearningProof, _ plan: TrainingPlan) -> Bool {
        func opens(_ step: Int, _ hash: [UInt8], _ path: [[UInt8]]) -> Bool {
            TrainingTrace.opens(
                trace: Digest(bytes: proof.trace), leafCount: plan.stepCount + 1, step: step,
                weightsHash: Digest(bytes: hash), path: path.map { Digest(bytes: $0) })
        }
        return opens(0, proof.start, proof.startPath)
            && opens(plan.stepCount, proof.end, proof.endPath)
    }

    /// The steps of a proof that its trainer must open.
    package func challenge(_ proof: LearningProof, beacon: [UInt8]) -> TrainingChallenge {
        TrainingChallenge(
            proofID: Digest(bytes: proof.digest), beacon: Digest(bytes: beacon),
            stepCount: genesis.model.plan.stepCount, sampleCount: genesis.model.sampleCount)
    }
}
