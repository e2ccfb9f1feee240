/// Numbers that the rules fix. Golden-bearing.
package enum HybridLimits {
    /// Validators of a genesis, and so deltas of an update and votes of a block.
    package static let validatorCountMax = 64
    /// HD + CH: weights of a model, and numbers of a dense delta.
    package static let weightCountMax = 1 << 14
    /// r, of the factors of a delta.
    package static let rankMax = 8
    /// N, samples of a genesis.
    package static let sampleCountMax = 512
    /// The magnitude of a factor of a delta, Q16.
    package static let factorMax: Int64 = 1 << 20
    /// The magnitude of a number of a dense delta, Q16.
    package static let deltaMax: Int64 = 1 << 20

    /// Slots that a block may be above its parent.
    package static let slotJumpMax: UInt64 = 64
    /// Bytes of a block.
    package static let blockByteCountMax = 1 << 20
    /// Pieces of evidence of a block.
    package static let evidenceCountMax = 8
    /// The part of a slashed bond that the proposer gets: one of 512.
    package static let rewardDivisor: UInt64 = 512

    /// floor(2n/3) + 1: acknowledgements of an update, votes that justify.
    package static func quorum(_ memberCount: Int) -> Int { 2 * memberCount / 3 + 1 }
}
