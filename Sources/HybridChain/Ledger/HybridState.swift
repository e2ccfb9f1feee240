/// The state after a block.
package struct HybridState: Sendable {
    package internal(set) var weights: HybridWeights
    /// The hash of the weights.
    package internal(set) var weightsHash: [UInt8]
    /// L(weights), Q16.
    package internal(set) var loss: Int64
    /// The part of slashed bonds that nobody got.
    package internal(set) var burnt: UInt64
    /// By validator's index. **Bounds:** together with ``burnt``, the genesis' sum: below 2^64.
    package internal(set) var bonds: [UInt64]
    package internal(set) var slashed: ValidatorSet
    package internal(set) var finality: FinalityState
    /// The epoch of the last block.
    package internal(set) var epoch: UInt64
    /// Those who were not slashed at the first block of the epoch.
    package internal(set) var committee: ValidatorSet

    /// The state before the first block.
    ///
    /// - Parameter slashed: validators that vectors state as slashed before; none of a chain's.
    package init(_ genesis: HybridGenesis, slashed: ValidatorSet = ValidatorSet()) {
        let weights = HybridWeights(genesis)
        self.weights = weights
        weightsHash = weights.hash
        loss = weights.loss(on: genesis.samples)
        burnt = 0
        bonds = genesis.validators.map(\.bond)
        self.slashed = slashed
        finality = FinalityState(root: genesis.tip, validatorCount: genesis.validators.count)
        epoch = 0
        committee = ValidatorSet(below: genesis.validators.count).subtracting(slashed)
    }

    /// Those who may act: the epoch's committee without those who were slashed since.
    package var active: ValidatorSet { committee.subtracting(slashed) }

    /// The acknowledgements that an update needs, and the votes that justify: more than two thirds
    /// of the epoch's committee, slashed members counted.
    package var quorum: Int { HybridLimits.quorum(committee.count) }

    /// Begins the epoch of a block: at its first, the committee is drawn anew. Of an earlier epoch
    /// than the state's, the committee stays.
    mutating func begin(epoch: UInt64) {
        guard epoch > self.epoch else { return }
        self.epoch = epoch
        committee = ValidatorSet(below: bonds.count).subtracting(slashed)
    }

    /// Takes a validator's bond: one part of 512 goes to the proposer, the rest is burnt.
    ///
    /// A proposer that is no validator, which only a missing guard lets through, gets nothing.
    mutating func slash(_ index: UInt16, proposer: UInt16) {
        slashed.insert(index)
        guard Int(index) < bonds.count else { return }
        let bond = bonds[Int(index)]
        bonds[Int(index)] = 0
        let reward = Int(proposer) < bonds.count ? bond / HybridLimits.rewardDivisor : 0
        if reward > 0 { bonds[Int(proposer)] += reward }
        burnt += bond - reward
    }

    /// Takes a vote that the rules took.
    mutating func take(_ vote: HybridVote) {
        finality.take(vote.link, by: vote.index, slashed: slashed, quorum: quorum)
    }

    mutating func take(_ aggregate: Aggregate) {
        weights = aggregate.weights
        weightsHash = aggregate.hash
        loss = aggregate.after
    }

    /// H(`state`, …). Golden-bearing.
    package var root: [UInt8] {
        var accounts: [UInt8] = []
        for (index, bond) in bonds.enumerated() {
            accounts += bond.hybridBytes + [slashed.contains(UInt16(index)) ? 1 : 0]
        }
        return HybridDomain.digest(
            "state", weightsHash, burnt.hybridBytes, UInt16(bonds.count).hybridBytes, accounts,
            finality.highest.bytes, finality.finalised.bytes)
    }
}
