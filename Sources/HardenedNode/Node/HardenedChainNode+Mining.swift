internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Trials

/// The node's own blocks.
extension HardenedChainNode {
    /// Payments in a block of the node's own, far fewer than a block may have.
    private static var ownTransactionCountMax: Int { 100 }

    /// Attempts on the tip, with the payments that wait.
    ///
    /// - Parameter miner: the address that is paid.
    package func miningTask(
        miner: String, attemptCountMax: Int, atMilliseconds milliseconds: Int
    ) -> MiningTask {
        MiningTask(
            rules: node.rules,
            template: BlockTemplate(
                miner: miner,
                transactions: Array(
                    node.waitingTransactions.prefix(Self.ownTransactionCountMax)),
                timestampSeconds: milliseconds / 1_000, attemptCountMax: attemptCountMax),
            chain: node.chain)
    }

    /// Judges a block of the node's own as if a stranger had brought it, takes it and tells all
    /// peers. **Result:** whether it is the new tip; not so where another block came first.
    ///
    /// Without the guard, its proof is believed.
    package func take(own block: [UInt8], atMilliseconds milliseconds: Int) -> Bool {
        guard fault == nil else { return false }
        guard let header = try? node.rules.block(block).header,
            header.index == UInt64(node.height + 1),
            header.previous == node.chain[node.height].digest
        else {
            note(.ownRefused(nil))
            return false
        }
        let isChecked = node.rules.guards.has(HardenedNodeGuards.ownBlock)
        do throws(StoreError) {
            let submission = try node.submit(
                [block], clockSeconds: milliseconds / 1_000,
                costlyCheck: isChecked ? .made : .passedBefore
            ).submissions[0]
            guard submission == .extended else {
                note(.ownRefused(submission.refusals.first))
                return false
            }
        } catch {
            fault = error
            return false
        }
        counts.minedBlocks += 1
        note(.mined(height: node.height, tip: node.tipHash))
        tipNews = .own
        return true
    }
}
