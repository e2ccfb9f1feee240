internal import Trials

/// Questions of the engine to its node.
extension HybridNode {
    /// The block of the node's validator in a slot on a parent, if the node has it.
    func ownBlock(on parent: [UInt8], slot: UInt64) -> HybridBlock? {
        guard let validator else { return nil }
        for hash in tree.order.suffix(HybridNodeLimits.ownBlockCountMax).reversed() {
            guard let header = tree.block(hash)?.header else { continue }
            if header.slot == slot, header.proposer == validator.index, header.parent == parent {
                return tree.block(hash)
            }
        }
        return nil
    }

    /// Works on a block of a slot on a head: as the slot's proposer does where both are the present
    /// ones, on another branch by an empty block when it is late.
    ///
    /// **Result:** messages.
    func propose(on head: [UInt8], slot: UInt64, isLate: Bool) -> [Reply.Message] {
        guard let validator, slot > record.proposalSlot else { return sent() }
        if head == tree.head.hash, slot == self.slot, slot > tree.head.slot {
            if round == nil { round = ProposalRound() }
            proposeIfReady()
        }
        if isLate, slot > record.proposalSlot, let tip = tree.tip(head), slot > tip.slot {
            build(validator, on: tree.chain(to: tip), slot: slot)
        }
        return sent()
    }
}
