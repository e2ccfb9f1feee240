/// The limits of a learning network.
package enum LearningLimits {
    package static let transactionByteCountMax = 1_024
    /// The bytes of a proof: its members, and two paths of at most 32 digests each.
    package static let proofByteCountMax = 8_192
    package static let voteByteCountMax = 1_024
    /// The bytes of the opened steps of a proof: a genesis must keep to it.
    package static let openingByteCountMax = 64 << 20
    package static let genesisByteCountMax = 1 << 20
    package static let blockByteCountMax = 4 << 20
    package static let storeByteCountMax = 1 << 28

    package static let blockTransactionCountMax = 1_024
    package static let blockProofCountMax = 256
    package static let blockCertificateCountMax = 256
    package static let validatorCountMax = 256
    package static let chunkCountMax = 4_096

    /// Units of a coin.
    package static let unitsPerCoin = 1_000_000
    /// The most units of all accounts together.
    package static let supplyMax = 1 << 62
    /// The bond of a trainer, and that of a validator, at the least, in units.
    package static let trainerBond = 1_000 * unitsPerCoin
    package static let validatorBond = 5_000 * unitsPerCoin
    /// The reward of a block, besides its fees, in units.
    package static let blockReward = 10 * unitsPerCoin
    /// Epochs for which a bond that was ended is still held.
    package static let unbondingEpochCount = 2

    /// Numbers of blocks, epochs, nonces and seconds.
    package static let countMax = 1 << 53
    package static let timeSecondsMax = 253_402_300_799

    package static let poolCountMax = 4_096
    package static let poolCountPerSenderMax = 16

    /// Messages of a source that cost a signature or a step and were refused all the same, before
    /// no message of it is judged any more, and the milliseconds for which they count.
    package static let wastedCountMax = 16
    package static let wastedMilliseconds = 60_000

    /// Zero bits that a block's hash begins with.
    package static let workBitCount = 16

    /// Blocks behind the head whose state is kept; an older one is made again.
    package static let keptStateCount = 128
    /// Blocks in the answer to a node that asks.
    package static let answeredBlockCount = 64

    /// Reputation in thousandths.
    package static let reputationStart = 50_000
    package static let reputationMax = 100_000
    package static let reputationGain = 1_000
    package static let reputationLoss = 5_000
}
