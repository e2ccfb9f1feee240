/// The constants of a mesh's ledger. Fractions are of 10^18.
package enum MeshLedgerLimits {
    package static let callByteCountMax = 1 << 17
    /// The calls of one slot that are taken, half of them of keys without a stake, and those of one
    /// sender.
    package static let slotCallCountMax = 4_096
    package static let senderCallCountMax = 16
    /// Keys with a stake.
    package static let seatCountMax = 1_024

    package static let unitsPerCoin = 1_000_000_000
    /// The most units of all accounts together; nothing is issued beyond.
    package static let supplyMax = 1 << 62
    /// The most units of a genesis.
    package static let genesisUnitsMax = 1 << 61
    /// The most units that an epoch may issue for its peers.
    package static let potMax = 1 << 40
    /// The least that a transfer moves, and what it burns.
    package static let transferLeast = 1_000_000
    package static let transferFee = 1_000

    /// Epochs for which a stake that was withdrawn is still held; and those after its own in which
    /// a misdeed can still be shown, which is one less.
    package static let unbondingEpochCount: UInt64 = 2
    package static let evidenceEpochCount: UInt64 = 1
    /// Epochs of an emergency set at the most, and its members at the least.
    package static let emergencyEpochCount: UInt64 = 3
    package static let emergencyMemberCountMin = 3

    /// Epochs with a heartbeat after which an Idle peer is Included, and an Included one Validator.
    package static let idleEpochCount: UInt64 = 2
    package static let includedEpochCount: UInt64 = 2

    package static let one: UInt128 = 1_000_000_000_000_000_000
    private static let hundredth = one / 100

    /// The owner's share of what an epoch pays, and the delegates' of the rest.
    package static let ownerShare = 23 * hundredth
    package static let delegateShare = 10 * hundredth
    /// The proposer's reward at factor 1, and the most that an absent validator loses.
    package static let proposerReward = unitsPerCoin
    package static let slashMax = unitsPerCoin
    /// The share of its stake that an absent validator loses, before the shortfall.
    package static let slashShare = 3_125 * one / 100_000
    /// The share of a stake that two signed words cost.
    package static let evidenceShare = 50 * hundredth

    /// Reputation: below the least a peer is removed, from the next on it can become Validator.
    package static let reputationMin = 10 * hundredth
    package static let reputationToRise = 90 * hundredth
    package static let reputationGain = 10 * hundredth
    /// The losses of a peer that is away, that commits and does not reveal, or does not attest; of
    /// one elected that does not propose; and of one whose score is 0.
    package static let absenceLoss = 10 * hundredth
    package static let silenceLoss = 5 * hundredth
}
