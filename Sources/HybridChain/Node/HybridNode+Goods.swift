internal import Trials

/// A slot's goods at a node: deltas, updates, acknowledgements.
extension HybridNode {
    // MARK: Deltas

    func take(delta bytes: [UInt8], from source: Source?) throws(Refusal) {
        let wantedPlace =
            bytes.count <= rules.genesis.shape.deltaByteCount
            ? wanted.firstIndex(of: HybridDelta.id(of: bytes)) : nil
        if let wantedPlace {
            // Content that its id was asked for: whether it is any good, the update's judge tells.
            wanted.remove(at: wantedPlace)
            deltas.take(bytes)
            tryParked()
        }
        let judged: ExpandedDelta
        do throws(Refusal) {
            judged = try rules.updates.delta(bytes, book.ground, book.deltaBook)
        } catch {
            guard wantedPlace != nil else { throw error }
            return
        }
        book.take(judged)
        deltas.take(bytes)
        tell(HybridMessage(.delta, bytes), but: source)
        proposeIfReady()
    }

    /// Asks a source for deltas.
    func ask(for ids: [[UInt8]], _ source: Source?) {
        let missing = ids.filter { deltas.content($0) == nil }
        for id in missing where !wanted.contains(id) {
            if wanted.count >= HybridNodeLimits.parkedCountMax * HybridLimits.validatorCountMax {
                wanted.removeFirst()
            }
            wanted.append(id)
        }
        answer(HybridMessage(.askDeltas, missing.flatMap { $0 }), to: source)
    }

    /// Judges again what waited for deltas.
    func tryParked() {
        let waiting = parked
        parked = []
        for (block, source) in waiting { try? take(block: block, from: source) }
        for (body, source) in book.takeParked() {
            try? take(update: body, from: source, isAsked: true)
        }
    }

    // MARK: Updates

    /// Re-executes an update of the present slot on the head, and acknowledges it if it holds.
    ///
    /// - Parameter isAsked: whether its source was asked for the deltas before.
    func take(
        update bytes: [UInt8], from source: Source?, isAsked: Bool = false
    ) throws(Refusal) {
        let update = HybridUpdate(bytes: bytes)
        let id = update.id
        guard book.right[id] == nil else { return }
        try rules.guards.require(
            book.wrong[id] == nil && !book.isFull(source), HybridGuards.sourceBudget,
            "expected an update of the slot that was not tried, and few of them")
        do throws(Refusal) {
            let aggregate = try rules.execute(bytes, on: book.ground, known: deltas.content)
            book.take(right: bytes, id, aggregate, from: source)
        } catch {
            note(error, of: update, source, isAsked)
            throw error
        }
        tell(HybridMessage(.update, bytes), but: source)
        if update.deltaIDs.count >= book.deltas.count { acknowledge(id) }
        acknowledgeIfLate()
        for one in book.popEarly(of: id) {
            try? take(acknowledgement: one.bytes, from: nil)
        }
    }

    /// Keeps an update that waits for deltas, or that is wrong whoever acknowledges it.
    private func note(
        _ refusal: Refusal, of update: HybridUpdate, _ source: Source?, _ isAsked: Bool
    ) {
        if refusal.by == HybridGuards.deltasKnown {
            book.park(update.bytes, from: source)
            if !isAsked { ask(for: update.deltaIDs, source) }
            return
        }
        // A body of another slot or parent may be right there.
        guard update.isExact, update.network == rules.network, update.slot == slot,
            update.parent == book.ground.parent
        else { return }
        let contents = update.deltaIDs.compactMap(deltas.content)
        book.take(wrong: update.bytes, update.id, contents, from: source)
        for one in book.popEarly(of: update.id) { accuse(SignedPiece(one), one.bytes, update.id) }
    }

    /// Acknowledges, when the slot is some ticks old, the update of most deltas; of equal ones the
    /// smaller id. Before, only one that leaves out none of the deltas that are here is
    /// acknowledged: bodies are unsigned, and a stranger's that list fewer would split members.
    func acknowledgeIfLate() {
        guard tickCount >= HybridNodeLimits.fewerDeltaTicks else { return }
        let best = book.rightIDs.max { one, other in
            let (few, many) = (book.deltaCount(of: one), book.deltaCount(of: other))
            return few != many ? few < many : other.lexicographicallyPrecedes(one)
        }
        if let best { acknowledge(best) }
    }

    /// Acknowledges an update that was re-executed, unless the slot has an acknowledgement.
    private func acknowledge(_ id: [UInt8]) {
        guard let validator, slot > record.acknowledgementSlot, slot > tree.head.slot,
            book.state.active.contains(validator.index)
        else { return }
        record.acknowledgementSlot = slot
        let one = HybridAcknowledgement(
            network: rules.network, slot: slot, updateID: id, index: validator.index,
            signedBy: validator.key)
        try? take(acknowledgement: one.bytes, from: nil)
    }

    // MARK: Acknowledgements

    func take(acknowledgement bytes: [UInt8], from source: Source?) throws(Refusal) {
        let one: HybridAcknowledgement
        do throws(Refusal) {
            one = try rules.judge(
                acknowledgement: bytes, slot: slot, in: book.state, book.acknowledgementBook,
                isKnown: { book.right[$0] != nil })
        } catch {
            note(error, ofAcknowledgement: bytes)
            throw error
        }
        book.take(one)
        noteSigned(SignedPiece(one), .acknowledgements, bytes)
        tell(HybridMessage(.acknowledgement, bytes), but: source)
        proposeIfReady()
    }

    /// Keeps what a refused acknowledgement shows: one that came early, that is a second one, or
    /// that stands under a wrong update.
    private func note(_ refusal: Refusal, ofAcknowledgement bytes: [UInt8]) {
        let isOfUse = [HybridGuards.updateKnown, HybridGuards.ackOnce].contains(refusal.by)
        let one = HybridAcknowledgement(bytes: bytes)
        guard isOfUse, rules.isSigned("ack", one.message, one.signature, by: one.index) else {
            return
        }
        noteSigned(SignedPiece(one), .acknowledgements, bytes)
        if book.wrong[one.updateID] != nil {
            accuse(SignedPiece(one), bytes, one.updateID)
        } else if refusal.by == HybridGuards.updateKnown {
            book.takeEarly(one)
        }
    }

    /// Makes evidence against who signed a wrong update.
    private func accuse(_ piece: SignedPiece, _ bytes: [UInt8], _ id: [UInt8]) {
        guard let wrong = book.wrong[id] else { return }
        offer(
            HybridEvidence(
                .wrongUpdate, first: bytes, second: wrong.body, deltas: wrong.deltas))
    }
}
