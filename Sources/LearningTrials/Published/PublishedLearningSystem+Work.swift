internal import BigInt
internal import PublishedLearning
internal import PythonValues
internal import Trials

/// Work of a published node and of its operator.
extension PublishedLearningSystem {
    /// `mine_pending_transactions`, with the consensus that the node reaches, or one that names
    /// nobody where it reaches none: none is looked at.
    ///
    /// **Result:** the block's hash; nil where an exception ends it.
    func mine(to address: String, at clock: LogicalClock) -> String? {
        tick(clock)
        let now = PublishedFigures.seconds(milliseconds: clock.milliseconds)
        do throws(PythonError) {
            let epoch = BigInt(node.trainingEpoch)
            let agreement = try engine.reach(epoch: epoch, now: now)
            let proof = agreement.map { agreement in
                PublishedConsensusProof(
                    authorityNodes: .list(agreement.authorityNodes.map(PythonValue.string)),
                    trainingValidations: .object(
                        agreement.validations.map(PublishedValidation.init)),
                    aggregatedModelHash: .string(agreement.aggregatedModelHash),
                    consensusSignature: .string(agreement.signature),
                    epoch: .integer(agreement.epoch))
            }
            let block = try ledger.mine(
                rewardAddress: .text(address), consensusProof: proof ?? .genesis,
                modelStateHash: .text("epoch_\(epoch)"), trainingEpoch: .integer(epoch), now: now)
            minerFailure = nil
            return Self.shown(block.hash)
        } catch {
            minerFailure = "\(error)"
            return nil
        }
    }

    /// `calculate_reward` of a proof, then `authorize_reward` of it. An authority approves any
    /// amount that it is told: where nothing is due, it is told the most.
    func pay(_ proof: PythonValue, times: Int, at clock: LogicalClock) throws(PythonError) {
        tick(clock)
        let now = PublishedFigures.seconds(milliseconds: clock.milliseconds)
        guard case .dictionary(let members) = proof else { throw .type("a proof is an object") }
        let view = try TrainingProofView(members)
        let reward = engine.reward(of: view, now: now)
        let trainer = try view.nodeID.requiredText()
        let told = reward.isZero ? PublishedFigures.coins(millis: 50_000) : reward
        var isApproved = false
        for _ in 0..<times {
            isApproved = try engine.authorize(node: trainer, amount: .float(told), now: now)
        }
        payouts.append(
            PublishedView.Payout(
                trainer: trainer.shown, proof: try view.hash().shown, reward: reward,
                isApproved: isApproved,
                approving: (engine.rewardValidations[trainer] ?? []).map(\.validatorID.shown)))
    }

    /// Gives the node's own training of an epoch its entry and its block, and writes it to the
    /// disk.
    ///
    /// **Result:** the block's hash.
    func recordTraining(_ weights: [UInt8], at clock: LogicalClock) throws(PythonError) -> String {
        tick(clock)
        let now = PublishedFigures.seconds(milliseconds: clock.milliseconds)
        let epoch = try chain.tip.entry.epoch.convertedToInteger() + 1
        var state = TrainingState()
        state.set(.tensor(weights), for: PythonText("weights"))
        _ = try chain.add(
            PublishedTrainingChain.Work(
                epoch: epoch, nodeID: PythonText(setup.name), modelState: state,
                optimizerState: TrainingState(), metrics: PythonDictionary(),
                validationScores: .dictionary(PythonDictionary()),
                checkpointByteCount: BigInt(weights.count)), now: now)
        guard let block = try chain.mine(now: now) else {
            throw .value("no entry waits")
        }
        try chain.save()
        return Self.shown(block.hash)
    }
}
