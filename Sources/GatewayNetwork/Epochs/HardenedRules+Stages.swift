internal import Trials

extension HardenedRules {
    /// Refuses a stage that does not follow upon an epoch's: a quorate one is minted in batches,
    /// one after the other, and is minted after the last.
    func check(
        _ stage: EpochStage, ofEpoch epoch: String, _ state: LedgerState
    ) throws(Refusal) {
        let payoutCount = state.settlement(epoch: epoch)?.payouts.count ?? 0
        let batchCount = MintBatch.count(payoutCount: payoutCount)
        let old = state.stage(ofEpoch: epoch)
        let next: EpochStage? =
            switch old {
            case .open, .settled, .minted: nil
            case .quorate: .minting(batch: 0)
            case .minting(let batch):
                batch + 1 < batchCount ? .minting(batch: batch + 1) : .minted
            }
        try guards.require(
            stage == next, GatewayGuards.storedRow,
            "epoch \(epoch) is \(old.text): expected \(next?.text ?? "no further stage"), got "
                + stage.text)
    }
}
