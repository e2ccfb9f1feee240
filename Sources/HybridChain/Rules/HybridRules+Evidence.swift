package import Trials

extension HybridRules {
    /// Judges a piece of evidence on a chain. **Result:** the index of who is at fault.
    /// **Throws:** ``Refusal``, whose guards have `evidence_` before the reason's name.
    package func judge(
        _ evidence: HybridEvidence, on chain: HybridChainView
    ) throws(Refusal) -> UInt16 {
        try guards.require(
            evidence.kind != nil, HybridGuards.evidenceKind,
            "expected kind 1 to 4, got \(evidence.kindByte)")
        // Without the guard, evidence of no kind is read as that of kind 1.
        let kind = evidence.kind ?? .headers
        guard kind != .wrongUpdate else { return try judgeWrong(evidence, on: chain) }
        return try judgePair(evidence, kind)
    }

    // MARK: Two that conflict

    private func judgePair(
        _ evidence: HybridEvidence, _ kind: HybridEvidence.Kind
    ) throws(Refusal) -> UInt16 {
        let size = SignedPiece.byteCount(kind)
        try guards.require(
            evidence.first.count == size && evidence.second.count == size
                && evidence.deltas.isEmpty,
            HybridGuards.evidenceSize, "expected two times \(size) bytes and no deltas")
        let (one, other) = (
            SignedPiece(evidence.first, kind), SignedPiece(evidence.second, kind)
        )
        try guards.require(
            one.network == network && other.network == network, HybridGuards.evidenceNetwork,
            "expected this network's hash")
        try guards.require(
            one.index == other.index, HybridGuards.evidenceNotConflicting,
            "expected one signer, got \(one.index) and \(other.index)")
        try guards.require(
            one.message != other.message, HybridGuards.evidenceSame, "expected two messages")
        try guards.require(
            one.conflicts(with: other), HybridGuards.evidenceNotConflicting,
            "expected two messages that nobody may sign both of")
        try requireSigned([one, other])
        return one.index
    }

    private func requireSigned(_ pieces: [SignedPiece]) throws(Refusal) {
        for piece in pieces {
            try guards.require(
                Int(piece.index) < genesis.validators.count, HybridGuards.evidenceValidator,
                "expected a validator, got index \(piece.index)")
        }
        for piece in pieces {
            try guards.require(
                isSigned(piece.domain, piece.message, piece.signature, by: piece.index),
                HybridGuards.evidenceSignature,
                "expected a signature by validator \(piece.index)")
        }
    }

    // MARK: One under a wrong update

    private func judgeWrong(
        _ evidence: HybridEvidence, on chain: HybridChainView
    ) throws(Refusal) -> UInt16 {
        let isHeader = evidence.first.count == HybridHeader.byteCount
        try guards.require(
            isHeader || evidence.first.count == HybridAcknowledgement.byteCount,
            HybridGuards.evidenceSize,
            "expected a header or an acknowledgement, got \(evidence.first.count) bytes")
        let piece = SignedPiece(evidence.first, isHeader ? .headers : .acknowledgements)
        try guards.require(
            piece.network == network, HybridGuards.evidenceNetwork, "expected this network's hash")
        try requireSigned([piece])
        let update = HybridUpdate(bytes: evidence.second)
        try guards.require(
            update.id == piece.updateID, HybridGuards.evidenceUpdate,
            "expected the update that was signed")
        // A body that breaks a rule of form is wrong on every chain.
        guard hasForm(update, of: piece) else { return piece.index }
        try requireWrong(update, evidence, slot: piece.slot, on: chain)
        return piece.index
    }

    /// Whether a body is one, of the network and slot, and of a header's parent, that was signed.
    private func hasForm(_ update: HybridUpdate, of piece: SignedPiece) -> Bool {
        update.isExact && update.network == network && update.slot == piece.slot
            && update.parent == piece.parent ?? update.parent
    }

    /// Re-executes an update on the parent that it names.
    private func requireWrong(
        _ update: HybridUpdate, _ evidence: HybridEvidence, slot: UInt64,
        on chain: HybridChainView
    ) throws(Refusal) {
        let parent = chain.ancestor(update.parent)
        try guards.require(
            parent != nil, HybridGuards.evidenceParent,
            "expected an update on a block of this chain")
        let contents = Dictionary(
            evidence.deltas.map { (HybridDelta.id(of: $0), $0) },
            uniquingKeysWith: { one, _ in one }
        )  // looked up, never iterated
        try guards.require(
            evidence.deltas.map(HybridDelta.id) == update.deltaIDs, HybridGuards.evidenceDeltas,
            "expected the deltas that the update lists")
        let ground = updateGround(on: parent ?? chain.tip, slot: slot)
        let isRight =
            (try? execute(update.bytes, on: ground, known: { contents[$0] })) != nil
        try guards.require(
            !isRight, HybridGuards.evidenceNotWrong, "expected an update that breaks a rule")
    }

    // MARK: A block's evidence

    /// Judges a block's evidence, and slashes in the state.
    func take(
        evidence bytes: [UInt8], _ state: inout HybridState, proposer: UInt16,
        on chain: HybridChainView
    ) throws(Refusal) {
        let list = HybridEvidenceList(bytes: bytes, countMax: HybridLimits.validatorCountMax)
        try guards.require(
            list.isExact && list.items.count <= HybridLimits.evidenceCountMax,
            HybridGuards.evidenceSize,
            "expected a count of at most \(HybridLimits.evidenceCountMax) and its evidence")
        for item in list.items {
            let index = try judge(item, on: chain)
            try guards.require(
                !state.slashed.contains(index), HybridGuards.slashedOnce,
                "validator \(index) is slashed")
            state.slash(index, proposer: proposer)
        }
    }
}
