/// The choices of a subnet's owner.
package struct ChainParameters: Sendable {
    package let subnet: UInt32
    package let clock: ChainClock
    /// Epochs that a node stays idle.
    package let idleEpochs: UInt32
    /// Epochs in a row that a node stays included.
    package let includedEpochs: UInt32
    /// The share of scores below which a node loses reputation.
    package let weightThreshold: UInt128
    package let stakeMin: UInt128
    /// Epochs before a node of the queue can be removed.
    package let immunityEpochs: UInt32
    /// The account that gets the owner's share.
    package let owner: UInt64

    package init(
        subnet: UInt32 = 1, clock: ChainClock, idleEpochs: UInt32, includedEpochs: UInt32,
        weightThreshold: UInt128, stakeMin: UInt128, immunityEpochs: UInt32, owner: UInt64 = 500
    ) {
        self.subnet = subnet
        self.clock = clock
        self.idleEpochs = idleEpochs
        self.includedEpochs = includedEpochs
        self.weightThreshold = weightThreshold
        self.stakeMin = stakeMin
        self.immunityEpochs = immunityEpochs
        self.owner = owner
    }
}
