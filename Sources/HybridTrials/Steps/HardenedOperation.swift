/// Steps that only the hardened rules have: what the attacker signs, and how honest parties act
/// around it.
package enum HardenedOperation: Sendable {
    /// Honest: trainers publish the deltas of the present slot.
    case train
    /// Honest: rounds until a slot is the turn of a proposer of the attacker's.
    case turn
    /// Honest: the present slot passes without a block.
    case pass
    case delta(HardenedDeltaPlan)
    case update(HardenedUpdatePlan)
    case acknowledgement(HardenedAcknowledgementPlan)
    case vote(HardenedVotePlan)
    case evidence(HardenedEvidencePlan)
    case block(HardenedBlockPlan)
    /// Takes what everybody can hear.
    case hear(HardenedGood, of: String, artefact: String)
    case request(HardenedRequestPlan)
}

/// Goods of the network that everybody can hear.
package enum HardenedGood: String, Sendable, CaseIterable {
    /// The head's block; the deltas or acknowledgements of the present slot; votes that wait.
    case block, deltas, acknowledgements, votes
}

/// A delta, as its signer means it.
package struct HardenedDeltaPlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        /// As an honest trainer's.
        case none
        /// A step away from the gain; the same far away.
        case reversed, harmful
        /// All factors zero.
        case empty
        /// A factor beyond ±2^20; factors within it whose product is beyond.
        case factor, product
        /// A byte more than a delta has, signed with the rest of it left out.
        case longer
        /// Made for other weights, for another network.
        case base, network
    }

    let artefact: String
    let trainer: String
    let signer: String
    let twist: Twist
    /// Slots after the present one.
    let slots: Int
    /// The first of several versions that differ, and how many follow.
    let variant: Int
    let count: Int
}

/// An update of the present slot, as a proposer means it.
package struct HardenedUpdatePlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        /// The hash of other weights.
        case result
        /// Deltas in another order; the first three alone; one of them twice.
        case order, few, doubled
        /// A delta that nobody has.
        case unknown
        /// Made for another parent, base or network.
        case parent, base, network
        /// A byte more than a body has.
        case longer
    }

    let artefact: String
    /// Deltas besides those of the network's, in the places of their trainers'.
    let deltas: [String]
    let twist: Twist
    let slots: Int
}

/// Members that acknowledgements name.
package struct HardenedSigners: Sendable {
    let members: [String]
    /// Holder of the key that signs for all; empty for each for itself.
    let signer: String
}

/// Acknowledgements of an update, as their members mean them.
package struct HardenedAcknowledgementPlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        case network
        /// S + L; the identity as R.
        case malleable, identity
        /// The second half of the id is another.
        case half
        /// A byte more than an acknowledgement has.
        case longer
    }

    let artefact: String
    let of: String
    let signers: HardenedSigners
    let twist: Twist
    let slots: Int
}

/// A vote, as its validator means it.
package struct HardenedVotePlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        /// A target root that is no block's; a source that is not justified; another network.
        case root, source, network
        /// A byte more than a vote has.
        case longer
    }

    let artefact: String
    let validator: String
    let signer: String
    /// Epochs; −1 for the highest justified one, and the head's.
    let source: Int
    let target: Int
    let twist: Twist
}

/// A piece of evidence, as an accuser means it.
package struct HardenedEvidencePlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        /// A byte more than evidence has.
        case longer
        /// The signature of the first delta is another.
        case signature
    }

    let artefact: String
    let kind: Int
    let first: String
    let second: String?
    let deltas: [String]
    let twist: Twist
}

/// A block, as its proposer means it.
package struct HardenedBlockPlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        case network, parent, number
        /// A hash above the target.
        case work
        /// The hashes of other parts; a state root of another state.
        case roots, state
        /// An update beside an id of zeros, which acknowledgements stand under.
        case hidden
        /// The certificate's entries the other way round.
        case order
        /// A byte more in the certificate, the votes or the evidence.
        case certificate, votes, evidence
        /// Bytes of zeros that make it larger than a block may be.
        case large
    }

    let artefact: String
    let proposer: String
    let signer: String
    /// A block, or empty for the head; `genesis`.
    let on: String
    let slots: Int
    let update: String?
    let acknowledgements: [String]
    let votes: [String]
    let evidence: [String]
    let twist: Twist
    /// The number of several that differ in nothing but the nonce.
    let variant: Int
}

/// Requests to the engine.
package struct HardenedRequestPlan: Sendable {
    package enum Twist: String, Sendable, CaseIterable {
        case none
        /// Another token; none.
        case token, stranger
        /// A head in capitals, a short one, one that nobody knows.
        case capitals, short, unknown
        /// Bytes that are no call; an unknown method; wrong members; an unknown job.
        case text, method, members, job
    }

    package enum Method: String, Sendable, CaseIterable {
        case forkchoice, payload, judge
    }

    let artefact: String
    let method: Method
    let twist: Twist
    /// A block to be judged.
    let of: String?
    let count: Int
}
