internal import Trials

/// Votes and evidence at a node, and the evidence that it makes.
extension HybridNode {
    // MARK: Votes

    func take(vote bytes: [UInt8], from source: Source?) throws(Refusal) {
        let size = HybridVote.byteCount
        try rules.guards.require(
            bytes.count == size, HybridGuards.size,
            "a vote: expected \(size) bytes, got \(bytes.count)")
        let vote = HybridVote(bytes: bytes)
        try rules.guards.require(
            !votes.contains(vote), HybridGuards.duplicate, "the vote waits for a block")
        do throws(Refusal) {
            try rules.judge(vote, in: tree.head.state, on: tree.main)
        } catch {
            // A vote that does not fit the head may fit another, and shows what was signed.
            let isOfUse = [
                HybridGuards.source, HybridGuards.targetFuture, HybridGuards.targetRoot,
                HybridGuards.voteOnce, HybridGuards.finalised,
            ].contains(error.by)
            if isOfUse, rules.isSigned("vote", vote.message, vote.signature, by: vote.index) {
                keep(
                    vote, isForPool: error.by != HybridGuards.finalised && isBounded(vote),
                    but: source)
            }
            throw error
        }
        keep(vote, isForPool: true, but: source)
    }

    /// Whether few votes can come like this one: of epochs far ahead there is any number that do
    /// not conflict.
    private func isBounded(_ vote: HybridVote) -> Bool {
        let epoch = rules.epoch(of: max(slot, tree.head.slot))
        return vote.link.target.epoch <= epoch &+ 1 || votes.hasRoom(vote.index)
    }

    private func keep(_ vote: HybridVote, isForPool: Bool, but source: Source?) {
        if let found = watch.note(vote) { offer(found) }
        guard isForPool else { return }
        votes.take(vote)
        tell(HybridMessage(.vote, vote.bytes), but: source)
    }

    // MARK: Evidence

    func take(evidence bytes: [UInt8], from source: Source?) throws(Refusal) {
        var reader = HybridReader(bytes)
        let one = HybridEvidence(&reader)
        try rules.guards.require(
            reader.isExact, HybridGuards.evidenceSize, "expected one piece of evidence")
        try keep(one, but: source)
    }

    private func keep(_ one: HybridEvidence, but source: Source?) throws(Refusal) {
        // No block has room for more, and it must not stand in the way of what has room.
        try rules.guards.require(
            one.bytes.count <= HybridNodeLimits.evidenceByteCountMax, HybridGuards.evidenceSize,
            "expected at most \(HybridNodeLimits.evidenceByteCountMax) bytes of evidence")
        if let index = waitingIndex(one) { return try requireUnslashed(index) }
        let index = try rules.judge(one, on: tree.main)
        try requireUnslashed(index)
        evidence.removeAll { $0.index == index }
        guard evidence.count < HybridLimits.validatorCountMax else { return }
        evidence.append((index, one))
        tell(HybridMessage(.evidence, one.bytes), but: source)
    }

    private func requireUnslashed(_ index: UInt16) throws(Refusal) {
        try rules.guards.require(
            !tree.head.state.slashed.contains(index), HybridGuards.slashedOnce,
            "validator \(index) is slashed")
    }

    /// The validator against whom evidence that is no worse waits already, which costs no signature
    /// to tell: two that conflict hold on every chain, a wrong update on those of its parent alone.
    private func waitingIndex(_ one: HybridEvidence) -> UInt16? {
        guard let kind = one.kind else { return nil }
        let isHeader = one.first.count == HybridHeader.byteCount
        let piece = SignedPiece(one.first, kind == .wrongUpdate && isHeader ? .headers : kind)
        guard let mine = evidence.first(where: { $0.index == piece.index })?.evidence else {
            return nil
        }
        let isNoWorse =
            mine.kind != .wrongUpdate
            || kind == .wrongUpdate
                && tree.main.ancestor(HybridUpdate(bytes: mine.second).parent) != nil
        return isNoWorse ? piece.index : nil
    }

    /// Takes evidence that the node made itself, if it holds.
    func offer(_ one: HybridEvidence) {
        try? keep(one, but: nil)
    }

    /// Notes a header or an acknowledgement whose signature holds.
    func noteSigned(_ piece: SignedPiece, _ kind: HybridEvidence.Kind, _ bytes: [UInt8]) {
        if let found = watch.note(piece, kind, bytes: bytes) { offer(found) }
    }

    // MARK: Blocks

    /// Notes all that a block's signers signed, whatever its verdict: work and the proposer's
    /// signature first, so that a stranger has nothing looked at for free.
    func noteSigned(_ block: HybridBlock) {
        let header = block.header
        guard isProposed(block) else { return }
        noteSigned(SignedPiece(header), .headers, header.bytes)
        for one in signedAcknowledgements(of: block) {
            noteSigned(SignedPiece(one), .acknowledgements, one.bytes)
        }
        let list = HybridVoteList(bytes: block.votes)
        for vote in list.votes.prefix(HybridLimits.validatorCountMax)
        where vote.network == rules.network
            && rules.isSigned("vote", vote.message, vote.signature, by: vote.index)
        {
            if let found = watch.note(vote) { offer(found) }
        }
    }

    /// Whether a block is what its proposer signed, with the work.
    private func isProposed(_ block: HybridBlock) -> Bool {
        let header = block.header
        return block.isExact && block.byteCount <= HybridLimits.blockByteCountMax
            && header.network == rules.network
            && !rules.genesis.target.lexicographicallyPrecedes(header.hash)
            && header.roots
                == HybridHeader.Roots(
                    certificate: block.certificate, evidence: block.evidence, votes: block.votes)
            && rules.isSigned("proposal", header.hash, header.signature, by: header.proposer)
    }

    /// The acknowledgements of a block's certificate whose signatures hold.
    private func signedAcknowledgements(of block: HybridBlock) -> [HybridAcknowledgement] {
        guard !block.header.isEmpty else { return [] }
        let entries = HybridCertificate(bytes: block.certificate).entries
        return entries.prefix(HybridLimits.validatorCountMax).map {
            HybridAcknowledgement(
                network: rules.network, slot: block.header.slot,
                updateID: block.header.updateID, index: $0.index, signature: $0.signature)
        }.filter { rules.isSigned("ack", $0.message, $0.signature, by: $0.index) }
    }

    /// The guards of an update's rules, but for those that condemn nothing.
    private static let updateGuards: [Guard] = [
        HybridGuards.updateSize, HybridGuards.updateFields, HybridGuards.base,
        HybridGuards.size, HybridGuards.network, HybridGuards.slot, HybridGuards.validator,
        HybridGuards.factorRange, HybridGuards.deltaRange, HybridGuards.deltaSignature,
        HybridGuards.deltaOrder, HybridGuards.krumCount, HybridGuards.aggregate,
        HybridGuards.lossGate,
    ]

    /// Makes evidence against all who signed a block whose update breaks a rule.
    func accuse(_ block: HybridBlock, _ refusal: Refusal, known: ([UInt8]) -> [UInt8]?) {
        guard Self.updateGuards.contains(refusal.by), !block.header.isEmpty, isProposed(block),
            HybridUpdate(bytes: block.update).id == block.header.updateID
        else { return }
        let contents = HybridUpdate(bytes: block.update).deltaIDs.compactMap(known)
        let header = block.header
        let signed =
            [header.bytes] + signedAcknowledgements(of: block).map(\.bytes)
        for bytes in signed {
            offer(
                HybridEvidence(
                    .wrongUpdate, first: bytes, second: block.update, deltas: contents))
        }
    }
}
