package import Trials

extension HybridRules {
    /// Re-executes an update, or remembers what it made.
    ///
    /// - Parameter known: the bytes of the delta with an id, if the node has them.
    /// **Throws:** ``Refusal``.
    package func execute(
        _ update: [UInt8], on ground: UpdateGround, known: (_ id: [UInt8]) -> [UInt8]?
    ) throws(Refusal) -> Aggregate {
        // A missing guard makes other answers of the same content.
        let isRemembered = guards.missingNames.isEmpty
        let content = content(of: update, on: ground)
        if isRemembered, let aggregate = memory.aggregate(content),
            HybridUpdate(bytes: update).deltaIDs.allSatisfy({ known($0) != nil })
        {
            return aggregate
        }
        let aggregate = try updates.update(update, ground, known: known)
        if isRemembered { memory.take(aggregate, content) }
        return aggregate
    }

    /// The digest of all that an update's result follows from.
    private func content(of update: [UInt8], on ground: UpdateGround) -> [UInt8] {
        HybridDomain.digest(
            "memory", network, ground.slot.hybridBytes, ground.parent, ground.base,
            ground.isActive.map { $0 ? 1 : 0 }, [UInt8(truncatingIfNeeded: updates.faultCount)],
            update)
    }

    /// Judges a block on its parent, in the order of the page. Nothing changes.
    ///
    /// - Parameter known: the bytes of the delta with an id, if the node has them.
    /// **Result:** the place of the block. **Throws:** ``Refusal``.
    package func judge(
        _ block: HybridBlock, on chain: HybridChainView, known: (_ id: [UInt8]) -> [UInt8]?
    ) throws(Refusal) -> HybridTip {
        try judgeForm(block)
        let (header, parent) = (block.header, chain.tip)
        try judge(header, on: parent)
        try guards.require(
            header.roots
                == HybridHeader.Roots(
                    certificate: block.certificate, evidence: block.evidence, votes: block.votes)
                && hasUpdate(block), HybridGuards.roots,
            "expected the hashes of the block's parts")
        var state = state(on: parent, slot: header.slot)
        try judge(
            certificate: block.certificate, slot: header.slot, updateID: header.updateID,
            in: state)
        var aggregate: Aggregate?
        if !header.isEmpty {
            let ground = updateGround(on: parent, slot: header.slot)
            aggregate = try execute(block.update, on: ground, known: known)
        }
        try take(evidence: block.evidence, &state, proposer: header.proposer, on: chain)
        try take(votes: block.votes, &state, on: chain)
        if let aggregate { state.take(aggregate) }
        try guards.require(
            state.root == header.stateRoot, HybridGuards.state,
            "expected the root of the state after the block")
        return HybridTip(
            hash: block.hash, parent: parent.hash, number: parent.number &+ 1,
            slot: header.slot, state: state)
    }

    /// Judges what needs no parent. **Throws:** ``Refusal``.
    package func judgeForm(_ block: HybridBlock) throws(Refusal) {
        let (least, most) = (HybridHeader.byteCount, HybridLimits.blockByteCountMax)
        try guards.require(
            block.byteCount >= least && block.byteCount <= most, HybridGuards.size,
            "expected \(least) to \(most) bytes, got \(block.byteCount)")
        try guards.require(
            block.isExact, HybridGuards.encoding,
            "expected a header and four parts, and nothing else")
        try guards.require(
            block.header.network == network, HybridGuards.network, "expected this network's hash")
    }

    /// Whether the header's update id is that of the update; zeros of none.
    private func hasUpdate(_ block: HybridBlock) -> Bool {
        block.header.isEmpty
            ? block.update.isEmpty
            : HybridUpdate(bytes: block.update).id == block.header.updateID
    }
}
