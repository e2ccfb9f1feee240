/// The shares and amounts that the chain's rules name, in fixed point.
package enum ChainRates {
    private static let percent: UInt128 = ChainFraction.one / 100

    /// The ratio of attestation from which a proposal holds.
    package static let attestationMin = 66 * percent
    /// The ratio from which the queue is changed, and silence costs reputation.
    package static let superMajority = ChainFraction.one / 8 * 7

    package static let ownerShare = 23 * percent
    package static let delegateShare = 10 * percent
    /// The validator's reward for a proposal that holds, before its factor.
    package static let validatorReward = ChainFraction.one

    package static let slashShare = ChainFraction.one / 32
    package static let slashMax = ChainFraction.one

    package static let reputationMin = 10 * percent
    package static let absence = 5 * percent
    /// The change of a subnet's reputation with each proposal.
    package static let subnetChange = ChainFraction.one / 8
    package static let failedProposal = 5 * percent
    package static let failedAttestation = 10 * percent
    /// The change of a node's reputation in a paying round.
    package static let nodeChange = 10 * percent

    package static let coldkeyIncrease = ChainFraction.one / 2_000
    package static let coldkeyDecrease = ChainFraction.one / 2
    /// So few entries of a proposal do not raise a subnet's reputation.
    package static let dataCountMin = 3
}
