internal import HybridChain

extension RefereeRules {
    /// The rules that a block breaks on its parent's place.
    func faults(
        of block: RefereeBlock, on place: RefereePlace, _ places: RefereePlaces,
        known: ([UInt8]) -> [UInt8]?
    ) -> [RefereeFault] {
        headFaults(of: block, on: place) + certificateFaults(of: block, on: place)
            + updateFaults(of: block, on: place, known: known)
            + evidenceFaults(of: block, on: place, places)
            + voteFaults(of: block, on: place, places)
    }

    private func headFaults(of block: RefereeBlock, on place: RefereePlace) -> [RefereeFault] {
        let rules: [(Bool, String)] = [
            (block.isExact && block.bytes.count <= 1 << 20, "the layout of a block"),
            (block.network == network, "this network"),
            (block.parent == place.hash, "a parent that is known"),
            (block.number == place.number + 1, "the next number"),
            (block.slot > place.slot, "a later slot"),
            (block.slot <= place.slot + 64, "a slot within 64"),
            (state(on: place, slot: block.slot).isActive(block.proposer), "an active proposer"),
            (!genesis.target.lexicographicallyPrecedes(block.hash), "work"),
            (
                isSigned("proposal", block.hash, block.signature, by: block.proposer),
                "the proposer's signature"
            ),
            (
                block.roots == [
                    RefereeBytes.hash("acks", block.certificate),
                    RefereeBytes.hash("evidence", block.evidence),
                    RefereeBytes.hash("votes", block.votes),
                ]
                    && (block.hasNoUpdate
                        ? block.update.isEmpty
                        : RefereeBytes.hash("update", block.update) == block.updateID),
                "the hashes of its parts"
            ),
            (!block.hasNoUpdate || block.certificate == [0, 0], "no word of no update"),
        ]
        return rules.filter { !$0.0 }.map {
            RefereeFault(kind: .form, text: "block \(block.number) lacks \($0.1)")
        }
    }

    private func certificateFaults(
        of block: RefereeBlock, on place: RefereePlace
    ) -> [RefereeFault] {
        guard !block.hasNoUpdate else { return [] }
        var faults: [RefereeFault] = []
        let state = state(on: place, slot: block.slot)
        let entries = block.acknowledgements
        var members: [UInt16] = []
        for entry in entries {
            let message =
                network + RefereeBytes.of(block.slot, 8) + block.updateID
                + RefereeBytes.of(UInt64(entry.index), 2)
            if !state.isActive(entry.index) {
                faults.append(RefereeFault(kind: .quorum, text: "\(entry.index) is no member"))
            } else if !isSigned("ack", message, entry.signature, by: entry.index) {
                faults.append(
                    RefereeFault(kind: .consent, text: "\(entry.index) did not sign this"))
            } else if !members.contains(entry.index) {
                members.append(entry.index)
            }
        }
        if members.count < state.quorum || entries.map(\.index) != members.sorted()
            || block.certificate.count != 2 + 66 * entries.count
        {
            faults.append(
                RefereeFault(
                    kind: .quorum,
                    text: "\(members.count) members in \(entries.count) entries, "
                        + "\(state.quorum) are needed"))
        }
        return faults
    }

    private func updateFaults(
        of block: RefereeBlock, on place: RefereePlace, known: ([UInt8]) -> [UInt8]?
    ) -> [RefereeFault] {
        guard !block.hasNoUpdate else { return [] }
        return fault(ofUpdate: block.update, place, slot: block.slot, known: known).map { [$0] }
            ?? []
    }

    private func evidenceFaults(
        of block: RefereeBlock, on place: RefereePlace, _ places: RefereePlaces
    ) -> [RefereeFault] {
        var faults: [RefereeFault] = []
        var state = state(on: place, slot: block.slot)
        let list = block.evidenceList
        if list.count > 8 { faults.append(RefereeFault(kind: .form, text: "much evidence")) }
        for evidence in list {
            if let text = fault(of: evidence, place, places) {
                faults.append(RefereeFault(kind: .innocent, text: text))
            } else if Int(evidence.accused) < state.isSlashed.count,
                state.isSlashed[Int(evidence.accused)]
            {
                faults.append(RefereeFault(kind: .innocent, text: "slashed a second time"))
            }
            state.slash(evidence.accused, proposer: block.proposer)
        }
        return faults
    }

    /// The reason why a piece of evidence shows no fault; nil where it shows one.
    func fault(
        of evidence: RefereeEvidence, _ place: RefereePlace, _ places: RefereePlaces
    ) -> String? {
        switch evidence.kind {
        case 1:
            let (one, other) = (RefereeBlock(evidence.first), RefereeBlock(evidence.second))
            let holds =
                evidence.first.count == RefereeBlock.headerByteCount
                && evidence.second.count == RefereeBlock.headerByteCount
                && evidence.deltas.isEmpty
                && one.network == network && other.network == network
                && one.proposer == other.proposer && one.slot == other.slot
                && one.hash != other.hash
                && isSigned("proposal", one.hash, one.signature, by: one.proposer)
                && isSigned("proposal", other.hash, other.signature, by: other.proposer)
            return holds ? nil : "two headers that are no fault"
        case 2:
            let one = RefereeAcknowledgement(evidence.first)
            let other = RefereeAcknowledgement(evidence.second)
            let holds =
                evidence.first.count == RefereeAcknowledgement.byteCount
                && evidence.second.count == RefereeAcknowledgement.byteCount
                && evidence.deltas.isEmpty
                && one.network == network && other.network == network
                && one.index == other.index && one.slot == other.slot
                && one.message != other.message && isRight(one) && isRight(other)
            return holds ? nil : "two acknowledgements that are no fault"
        case 3:
            let (one, other) = (RefereeVote(evidence.first), RefereeVote(evidence.second))
            let holds =
                evidence.first.count == RefereeVote.byteCount
                && evidence.second.count == RefereeVote.byteCount && evidence.deltas.isEmpty
                && one.network == network && other.network == network
                && one.index == other.index && one.conflicts(with: other)
                && isSigned("vote", one.message, one.signature, by: one.index)
                && isSigned("vote", other.message, other.signature, by: other.index)
            return holds ? nil : "two votes that are no fault"
        case 4: return wrongFault(of: evidence, place, places)
        default: return "evidence of kind \(evidence.kind)"
        }
    }

    private func isRight(_ one: RefereeAcknowledgement) -> Bool {
        isSigned("ack", one.message, one.signature, by: one.index)
    }

    private func wrongFault(
        of evidence: RefereeEvidence, _ place: RefereePlace, _ places: RefereePlaces
    ) -> String? {
        let isHeader = evidence.first.count == RefereeBlock.headerByteCount
        let header = RefereeBlock(evidence.first)
        let one = RefereeAcknowledgement(evidence.first)
        guard isHeader || evidence.first.count == RefereeAcknowledgement.byteCount else {
            return "no signed object of an update"
        }
        let (of, slot, id) =
            isHeader
            ? (header.network, header.slot, header.updateID)
            : (one.network, one.slot, one.updateID)
        guard of == network else { return "an object of another network" }
        let isSigned =
            isHeader
            ? isSigned("proposal", header.hash, header.signature, by: header.proposer)
            : isRight(one)
        guard isSigned else { return "an object that nobody signed" }
        let update = RefereeUpdate(evidence.second)
        guard update.id == id else { return "another update than was signed" }
        guard update.isExact, update.network == network, update.slot == slot,
            !isHeader || update.parent == header.parent
        else { return nil }
        guard let parent = places[update.parent], places.contains(parent.hash, onChainTo: place)
        else { return "an update of another branch" }
        guard evidence.deltas.map({ RefereeBytes.hash("delta", $0) }) == update.deltaIDs else {
            return "other deltas than the update lists"
        }
        let contents = evidence.deltas
        let isWrong =
            fault(ofUpdate: evidence.second, parent, slot: slot) { id in
                contents.first { RefereeBytes.hash("delta", $0) == id }
            } != nil
        return isWrong ? nil : "an update that breaks no rule"
    }

    private func voteFaults(
        of block: RefereeBlock, on place: RefereePlace, _ places: RefereePlaces
    ) -> [RefereeFault] {
        var state = state(on: place, slot: block.slot)
        for evidence in block.evidenceList {
            state.slash(evidence.accused, proposer: block.proposer)
        }
        let votes = block.voteList
        var faults: [RefereeFault] = []
        if votes.count > 64 || block.votes.count != 2 + RefereeVote.byteCount * votes.count {
            faults.append(RefereeFault(kind: .form, text: "the layout of votes"))
        }
        for vote in votes {
            if let text = fault(of: vote, state, place, places) {
                faults.append(RefereeFault(kind: .finality, text: text))
            }
            state.take(vote)
        }
        return faults
    }

    /// The reason why a vote may not stand in a block on a place; nil where it may.
    func fault(
        of vote: RefereeVote, _ state: RefereeState, _ place: RefereePlace,
        _ places: RefereePlaces
    ) -> String? {
        let index = Int(vote.index)
        let (slot, isOver) = vote.target.epoch.multipliedReportingOverflow(
            by: genesis.epochSlotCount)
        if vote.network != network { return "a vote of another network" }
        if index >= state.bonds.count || state.isSlashed[index] { return "a vote of nobody" }
        if !state.justified.contains(vote.source) { return "a vote from no justified source" }
        if vote.target.epoch <= vote.source.epoch { return "a vote back" }
        if vote.target.epoch <= state.finalised.epoch { return "a vote for what is over" }
        if isOver || slot > place.slot { return "a vote for the future" }
        if places.last(notAbove: slot, from: place).hash != vote.target.root {
            return "a vote for another root"
        }
        if !isSigned("vote", vote.message, vote.signature, by: vote.index) {
            return "a vote that its validator did not sign"
        }
        if state.votes[index].contains(where: { $0.message == vote.message }) {
            return "a vote twice"
        }
        if state.votes[index].contains(where: { $0.conflicts(with: vote) }) {
            return "two votes that conflict"
        }
        return nil
    }
}
