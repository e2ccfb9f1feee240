package import BigInt

/// The chain as plain values, for the referee to look at.
package struct ChainView: Sendable {
    package typealias Amounts = [(node: UInt32, amount: BigInt)]

    /// An epoch that has ended with a proposal.
    package struct Epoch: Sendable {
        package let number: UInt32
        package let proposer: UInt32
        /// The validators of the list that was made with the proposal.
        package var validators: [UInt32]
        package var attestors: [UInt32]
        package var entries: [(node: UInt32, score: BigInt)]
        /// Whether the proposal was paid.
        package var isPaid: Bool
        package var paid: Amounts
        /// The amounts for those who delegate to nodes, and to the subnet.
        package var pools: Amounts
        package var delegates: BigInt
        /// The proposer's reward, which is new, and its loss.
        package var reward: BigInt
        package var slashed: BigInt

        package init(
            number: UInt32, proposer: UInt32, validators: [UInt32], attestors: [UInt32],
            entries: [(node: UInt32, score: BigInt)], isPaid: Bool, paid: Amounts = [],
            pools: Amounts = [], delegates: BigInt = 0, reward: BigInt = 0, slashed: BigInt = 0
        ) {
            self.number = number
            self.proposer = proposer
            self.validators = validators
            self.attestors = attestors
            self.entries = entries
            self.isPaid = isPaid
            self.paid = paid
            self.pools = pools
            self.delegates = delegates
            self.reward = reward
            self.slashed = slashed
        }
    }

    package var epochs: [Epoch]
    package var startStake: BigInt
    package var totalStake: BigInt
    /// The amount that an epoch may pay, besides proposers' rewards.
    package var emissions: BigInt

    package init(
        epochs: [Epoch], startStake: BigInt, totalStake: BigInt, emissions: BigInt
    ) {
        self.epochs = epochs
        self.startStake = startStake
        self.totalStake = totalStake
        self.emissions = emissions
    }
}
