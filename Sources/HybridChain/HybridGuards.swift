package import Trials

/// The checks of the hardened hybrid chain, by the names that refusals carry: those of the page.
package enum HybridGuards {
    // The parts of an update: deltas, selection, average.
    package static let size = Guard("size")
    package static let network = Guard("network")
    package static let slot = Guard("slot")
    package static let base = Guard("base")
    package static let validator = Guard("validator")
    package static let factorRange = Guard("factor_range")
    package static let deltaRange = Guard("delta_range")
    package static let duplicate = Guard("duplicate")
    package static let deltaOnce = Guard("delta_once")
    package static let deltaSignature = Guard("delta_signature")
    // The body of an update.
    package static let updateSize = Guard("update_size")
    package static let updateFields = Guard("update_fields")
    package static let deltasKnown = Guard("deltas_known")
    package static let deltaOrder = Guard("delta_order")
    package static let krumCount = Guard("krum_count")
    package static let aggregate = Guard("aggregate")
    package static let lossGate = Guard("loss_gate")
    // Acknowledgements and their certificate.
    package static let ackMember = Guard("ack_member")
    package static let updateKnown = Guard("update_known")
    package static let ackOnce = Guard("ack_once")
    package static let ackSignature = Guard("ack_signature")
    package static let certSize = Guard("cert_size")
    package static let emptyAcks = Guard("empty_acks")
    package static let ackOrder = Guard("ack_order")
    package static let quorum = Guard("quorum")
    // Blocks.
    package static let encoding = Guard("encoding")
    package static let parent = Guard("parent")
    package static let number = Guard("number")
    package static let slotJump = Guard("slot_jump")
    package static let proposer = Guard("proposer")
    package static let work = Guard("work")
    package static let proposalSignature = Guard("proposal_signature")
    package static let roots = Guard("roots")
    package static let state = Guard("state")
    // Evidence.
    package static let evidenceSize = Guard("evidence_size")
    package static let evidenceKind = Guard("evidence_kind")
    package static let evidenceNetwork = Guard("evidence_network")
    package static let evidenceNotConflicting = Guard("evidence_not_conflicting")
    package static let evidenceSame = Guard("evidence_same")
    package static let evidenceValidator = Guard("evidence_validator")
    package static let evidenceSignature = Guard("evidence_signature")
    package static let evidenceUpdate = Guard("evidence_update")
    package static let evidenceParent = Guard("evidence_parent")
    package static let evidenceDeltas = Guard("evidence_deltas")
    package static let evidenceNotWrong = Guard("evidence_not_wrong")
    package static let slashedOnce = Guard("slashed_once")
    // Votes.
    package static let votesSize = Guard("votes_size")
    package static let source = Guard("source")
    package static let epochOrder = Guard("epoch_order")
    package static let finalised = Guard("finalised")
    package static let targetFuture = Guard("target_future")
    package static let targetRoot = Guard("target_root")
    package static let voteSignature = Guard("vote_signature")
    package static let voteOnce = Guard("vote_once")
    // The choice of a chain.
    package static let forkChoice = Guard("fork_choice")
    // A store from which a node starts again.
    package static let store = Guard("store")
    // A node's own limits, no part of validity.
    package static let sourceBudget = Guard("source_budget")

    /// The guards in the order in which they stand above.
    package static let all =
        [
            size, network, slot, base, validator, factorRange, deltaRange, duplicate, deltaOnce,
            deltaSignature,
        ] + [
            updateSize, updateFields, deltasKnown, deltaOrder, krumCount, aggregate, lossGate,
        ] + [
            ackMember, updateKnown, ackOnce, ackSignature, certSize, emptyAcks, ackOrder, quorum,
        ] + [
            encoding, parent, number, slotJump, proposer, work, proposalSignature, roots, state,
        ] + [
            evidenceSize, evidenceKind, evidenceNetwork, evidenceNotConflicting, evidenceSame,
            evidenceValidator, evidenceSignature, evidenceUpdate, evidenceParent, evidenceDeltas,
            evidenceNotWrong, slashedOnce,
        ] + [
            votesSize, source, epochOrder, finalised, targetFuture, targetRoot, voteSignature,
            voteOnce,
        ] + [
            forkChoice, store, sourceBudget,
        ]
}
