package import Trials

/// The checks of the hardened learning network, by the names that refusals carry.
package enum LearningGuards {
    // Bytes.
    package static let size = Guard("size")
    package static let json = Guard("json")
    package static let canonical = Guard("canonical")
    package static let fields = Guard("fields")
    package static let numberType = Guard("number_type")
    package static let network = Guard("network")
    package static let keyForm = Guard("key_form")
    package static let sourceBudget = Guard("source_budget")
    // A payment, a bond, its end.
    package static let sender = Guard("sender")
    package static let recipient = Guard("recipient")
    package static let toSelf = Guard("self")
    package static let amountRange = Guard("amount_range")
    package static let feeRange = Guard("fee_range")
    package static let nonce = Guard("nonce")
    package static let balance = Guard("balance")
    package static let signature = Guard("signature")
    package static let pool = Guard("pool")
    // A proof of training.
    package static let epoch = Guard("epoch")
    package static let bond = Guard("bond")
    package static let seed = Guard("seed")
    package static let chunk = Guard("chunk")
    package static let start = Guard("start")
    package static let steps = Guard("steps")
    package static let ends = Guard("ends")
    package static let proofOnce = Guard("proof_once")
    package static let proofSignature = Guard("proof_signature")
    // Steps that are trained again.
    package static let proofKnown = Guard("proof_known")
    package static let openLate = Guard("open_late")
    package static let auditSteps = Guard("audit_steps")
    package static let auditPath = Guard("audit_path")
    package static let auditStep = Guard("audit_step")
    // Votes, and certificates of them.
    package static let validatorRegistered = Guard("validator_registered")
    package static let voteOnce = Guard("vote_once")
    package static let voteSignature = Guard("vote_signature")
    package static let certificateOnce = Guard("certificate_once")
    package static let quorumValidators = Guard("quorum_validators")
    package static let quorumStake = Guard("quorum_stake")
    // A block.
    package static let position = Guard("position")
    package static let previous = Guard("previous")
    package static let time = Guard("time")
    package static let work = Guard("work")
    package static let roots = Guard("roots")
    package static let rewardExact = Guard("reward_exact")
    package static let model = Guard("model")
    package static let state = Guard("state")
    // A store.
    package static let store = Guard("store")

    /// The guards in the order in which messages meet them.
    package static let all =
        [
            size, json, canonical, fields, numberType, network, keyForm, sourceBudget, sender,
            recipient, toSelf, amountRange, feeRange, nonce, balance, signature, pool,
        ] + [
            epoch, bond, seed, chunk, start, steps, ends, proofOnce, proofSignature,
            proofKnown, openLate, auditSteps, auditPath, auditStep,
        ] + [
            validatorRegistered, voteOnce, voteSignature, certificateOnce, quorumValidators,
            quorumStake, position, previous, time, work, roots, rewardExact, model, state,
            store,
        ]
}
