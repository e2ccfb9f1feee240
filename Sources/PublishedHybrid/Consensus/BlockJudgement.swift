/// The rule by which a block is refused.
package enum BlockRefusal: String, Sendable {
    case stateTransition = "state_transition"
    case network
    case quorum
    /// Without a quorum as well, and its proposer was handed to the slasher.
    case slashed

    package var check: HybridCheck {
        switch self {
        case .stateTransition: .stateTransition
        case .network: .network
        case .quorum, .slashed: .quorum
        }
    }
}

/// Votes, as the node counted them.
package enum VoteCount: Sendable, Equatable {
    case counted(votes: Int, memberCount: Int)
    /// More than half of the look-ups failed.
    case failed(errors: Int, memberCount: Int)
}

/// The place where the path to the slasher ended.
package enum SlashPath: String, Sendable {
    /// The node was told not to go it.
    case disabled = "mvp"
    case noCachedBlock = "no_cached_block"
    case cachedUnsigned = "cached_unsigned"
    case unsigned
    case proposerIndex = "proposer_index"
    case publicKey = "public_key"
    case signatureForm = "signature_form"
    case signature
    case cachedSignature = "cached_signature"
    case slasher
    case submitted
}

/// Two blocks of one proposer, as they are handed to the slasher: of any slots.
package struct ProposerSlashing: Sendable, Equatable {
    package let cached: ConsensusBlock
    package let present: ConsensusBlock
}

/// The judgement of a block at one node at one time.
package struct BlockJudgement: Sendable {
    /// Nil where the block is accepted.
    package internal(set) var refusal: BlockRefusal?
    /// Keys that were looked up, in order.
    package internal(set) var lookUps: [RecordKey] = []
    package internal(set) var votes: VoteCount?
    package internal(set) var slashPath: SlashPath?
    package internal(set) var slashing: ProposerSlashing?
}
