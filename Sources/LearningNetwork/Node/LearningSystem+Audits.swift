internal import Cryptography
internal import Training
internal import Trials

extension LearningSystem {
    /// The verdict of the node's own audit of a proof of the epoch; nil while there is none.
    package func audit(ofProof id: [UInt8]) -> Bool? {
        state.proof(id)?.beacon.flatMap { audits[id + $0] }
    }

    /// Trains the opened steps of a proof again.
    ///
    /// **Result:** the opening, if it is new, and the votes of the validators at the desk.
    /// **Throws:** ``Refusal``, also of a proof that does not hold.
    func audit(_ message: LearningMessage) throws(Refusal) -> [LearningMessage] {
        let opening = try LearningOpening(message.body, rules.genesis.model, rules.guards)
        let tip = tree.headTip
        try requireInTime(opening.proof, tip)
        guard let entry = tip.state.proof(opening.proof), let beacon = entry.beacon else {
            throw Refusal(
                index: nil, by: LearningGuards.proofKnown,
                message: "expected a proof of the chain, with a block after it")
        }
        guard let chunk = data.first(where: { $0.hash.bytes == entry.proof.chunk }) else {
            throw Refusal(
                index: nil, by: LearningGuards.chunk, message: "expected data that this node has")
        }
        guard audits[opening.proof + beacon] == nil else { return [] }
        auditedStepCount += opening.steps.count
        let refusal = try rules.audit(opening, of: entry, beacon: beacon, chunk: chunk)
        audits[opening.proof + beacon] = refusal == nil
        openings.append(opening)
        let votes = vote(on: entry, beacon: beacon, isValid: refusal == nil, tip)
        if let refusal { throw refusal }
        return [message] + votes
    }

    /// Refuses openings of a proof whose certificate no block of its epoch could have any more.
    private func requireInTime(_ proof: [UInt8], _ tip: LearningTip) throws(Refusal) {
        let isOpen = tip.state.proof(proof) != nil
        let isLate =
            isOpen
            ? rules.startsEpoch(tip.index + 1)
            : tree.main.contains { node in
                node.block?.proofs.contains { $0.digest == proof } ?? false
            }
        try rules.guards.require(
            !isLate, LearningGuards.openLate, "expected the opening within the epoch")
    }

    /// Votes of the validators at the desk, which the node takes itself.
    private func vote(
        on entry: LearningState.ProofEntry, beacon: [UInt8], isValid: Bool, _ tip: LearningTip
    ) -> [LearningMessage] {
        validators.compactMap { signer in
            let bytes = LearningVote.signed(
                by: signer, epoch: tip.state.epoch, proof: entry.proof.digest, beacon: beacon,
                isValid: isValid, network: rules.network)
            guard let vote = try? LearningVote(bytes, .all), (try? pool.take(vote, on: tip)) != nil
            else { return nil }
            return LearningMessage(.vote, bytes)
        }
    }
}
