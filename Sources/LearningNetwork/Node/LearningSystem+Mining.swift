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
        let index = tip.index + 1
        let startsEpoch = rules.startsEpoch(index)
        let transactions = Array(
            pool.transactions.prefix(LearningLimits.blockTransactionCountMax))
        let proofs = startsEpoch ? [] : Array(pool.proofs.prefix(LearningLimits.blockProofCountMax))
        let certificates = startsEpoch ? [] : pool.votes.certificates(rules, tip.state)
        let bytes = try rules.sealed(
            LearningRules.Parts(
                transactions: transactions.map(\.bytes), proofs: proofs.map(\.bytes),
                certificates: certificates),
            on: tip, to: miner, timeSeconds: timeSeconds, attemptCountMax: attemptCountMax)
        guard let bytes else { return nil }
        return try LearningBlock(bytes, .all)
    }

    /// Messages to all peers about a block.
    package func announcement(of block: LearningBlock) -> [Reply.Message] {
        peers.map {
            Reply.Message(target: $0, bytes: LearningMessage(.block, block.bytes).bytes)
        }
    }
}
