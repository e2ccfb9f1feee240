internal import Trials

/// Blocks at a node.
extension HybridNode {
    func take(block bytes: [UInt8], from source: Source?) throws(Refusal) {
        try take(bundle: HybridBundle(deltas: [], block: bytes), from: source)
    }

    /// Judges a block with the deltas beside it, and moves to its chain if that is the best.
    func take(bundle: HybridBundle, from source: Source?) throws(Refusal) {
        try rules.guards.require(
            bundle.isExact, HybridGuards.encoding, "expected a block and its deltas")
        let block = HybridBlock(bytes: bundle.block)
        guard tree.block(block.hash) != block else { return }
        let beside = bundle.contents
        let known = { [deltas] (id: [UInt8]) in deltas.content(id) ?? beside[id] }
        noteSigned(block)
        let before = tree.head.hash
        do throws(Refusal) {
            guard try tree.take(block, known: known) else { return }
        } catch {
            note(error, of: block, bundle, known, source)
            throw error
        }
        let update = HybridUpdate(bytes: block.update)
        let contents = block.header.isEmpty ? [] : update.deltaIDs.compactMap(known)
        blockDeltas[block.hash] = contents
        tell(
            HybridMessage(.bundle, HybridBundle(deltas: contents, block: bundle.block).bytes),
            but: source)
        if tree.head.hash != before { headMoved() }
    }

    private func note(
        _ refusal: Refusal, of block: HybridBlock, _ bundle: HybridBundle,
        _ known: ([UInt8]) -> [UInt8]?, _ source: Source?
    ) {
        switch refusal.by {
        case HybridGuards.parent:
            answer(HybridMessage(.askBlocks, knownHashes.flatMap { $0 }), to: source)
        case HybridGuards.deltasKnown:
            if parked.count >= HybridNodeLimits.parkedCountMax { parked.removeFirst() }
            parked.append((bundle.block, source))
            ask(for: HybridUpdate(bytes: block.update).deltaIDs, source)
        default: accuse(block, refusal, known: known)
        }
    }

    /// Goes on where the head has moved.
    private func headMoved() {
        let state = tree.head.state
        votes.prune(state)
        // Until it is final, the head may go to a chain on which it is not slashed.
        let final = tree.tip(tree.finalised.root)?.state.slashed ?? ValidatorSet()
        evidence.removeAll { final.contains($0.index) }
        openBook()
        voteIfDue()
        proposeIfReady()
    }

    /// The present slot's goods on the head.
    func openBook() {
        let old = book
        let ground = rules.updateGround(on: tree.head, slot: slot)
        let state = rules.state(on: tree.head, slot: slot)
        guard old.slot == slot else {
            book = SlotBook(ground: ground, state: state)
            return
        }
        book = old.moved(to: ground, state: state)
        for one in old.deltas {
            guard let judged = try? rules.updates.delta(one.delta.bytes, ground, book.deltaBook)
            else { continue }
            book.take(judged)
        }
        round?.updateID = nil
        round?.failedDeltaCount = -1
    }
}
