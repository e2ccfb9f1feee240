/// An epoch's rewards of a subnet and who shares them.
package struct SubnetRewards: Sendable, Equatable {
    package let all: UInt128
    package let owner: UInt128
    /// All without the owner's.
    package let rest: UInt128
    package let delegates: UInt128
    package let nodes: UInt128

    /// - Parameters:
    ///   - emissions: what the chain gives to all subnets.
    ///   - weight: the subnet's share.
    package init(
        emissions: UInt128, weight: UInt128, delegateShare: UInt128 = ChainRates.delegateShare
    ) {
        all = ChainFraction.product(emissions, weight)
        owner = ChainFraction.product(all, ChainRates.ownerShare)
        rest = all.saturatingDifference(owner)
        delegates = ChainFraction.product(rest, delegateShare)
        nodes = rest.saturatingDifference(delegates)
    }

    /// The reward of a proposal's validator; 0 where the proposal does not hold.
    package static func validatorReward(ratio: UInt128, factor: UInt128) -> UInt128 {
        guard ratio >= ChainRates.attestationMin else { return 0 }
        return ChainFraction.product(ChainRates.validatorReward, factor)
    }
}
