internal import Training
package import Trials

extension LearningSystem {
    /// The state after the head and all transactions that wait.
    package var pendingState: LearningState { pool.state }

    /// Makes a block of all that waits, and takes it.
    ///
    /// **Result:** the block, for peers; nil where none of the attempts had the work.
    package func mine(
        to miner: String, timeSeconds: Int, attemptCountMax: Int = 1 << 24
    ) throws(Refusal) -> LearningBlock? {
        let block = try sealedBlock(
            to: miner, timeSeconds: timeSeconds, attemptCountMax: attemptCountMax)
        guard let block else { return nil }
        try take(block)
        return block
    }

    /// A block of all that waits, which the node has not taken; nil where none of the attempts had
    /// the work.
    package func sealedBlock(
        to miner: String, timeSeconds: Int, attemptCountMax: Int = 1 << 24
    ) throws(Refusal) -> LearningBlock? {
        let tip = tree.headTip
        let bytes = try rules.sealed(
            parts(on: tip), on: tip, to: miner, timeSeconds: timeSeconds,
            attemptCountMax: attemptCountMax)
        guard let bytes else { return nil }
        return try LearningBlock(bytes, .all)
    }

    /// The lists of the next block: all that waits, as far as it fits.
    func parts(on tip: LearningTip) -> LearningRules.Parts {
        let startsEpoch = rules.startsEpoch(tip.index + 1)
        let transactions = pool.transactions.prefix(LearningLimits.blockTransactionCountMax)
        let proofs = pool.proofs.prefix(LearningLimits.blockProofCountMax)
        return LearningRules.Parts(
            transactions: transactions.map(\.bytes),
            proofs: startsEpoch ? [] : proofs.map(\.bytes),
            certificates: startsEpoch ? [] : pool.votes.certificates(rules, tip.state))
    }

    /// Messages to all peers about a block.
    package func announcement(of block: LearningBlock) -> [Reply.Message] {
        peers.map {
            Reply.Message(target: $0, bytes: LearningMessage(.block, block.bytes).bytes)
        }
    }
}
