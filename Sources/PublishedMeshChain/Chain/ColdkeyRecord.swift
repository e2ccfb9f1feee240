/// How well the proposals of a person's nodes were attested.
package struct ColdkeyRecord: Sendable, Equatable {
    package var score = ChainFraction.one / 2
    package var increases: UInt32 = 0
    package var decreases: UInt32 = 0
    /// The first epoch in which the score changed; 0 before.
    package var startEpoch: UInt32 = 0
    package var lastEpoch: UInt32 = 0
    /// The mean ratio of attestation.
    package var average: UInt128 = 0

    package init() {}

    /// Changes the score upwards, where the ratio is not below the minimum.
    package mutating func rise(
        ratio: UInt128, minimum: UInt128 = ChainRates.attestationMin,
        factor: UInt128 = ChainRates.coldkeyIncrease, epoch: UInt32
    ) {
        guard ratio >= minimum, score < ChainFraction.one else { return }
        let step = step(ratio - minimum, factor)
        let raised = min(ChainFraction.one, score.saturatingSum(step))
        guard step > 0, raised != score else { return }
        score = raised
        increases.increase()
        note(ratio, epoch)
    }

    /// Changes the score downwards, where the ratio is below the minimum.
    package mutating func fall(
        ratio: UInt128, minimum: UInt128 = ChainRates.attestationMin,
        factor: UInt128 = ChainRates.coldkeyDecrease, epoch: UInt32
    ) {
        guard ratio < minimum, score > 0 else { return }
        let step = step(minimum - ratio, factor)
        let lowered = score.saturatingDifference(step)
        guard step > 0, lowered != score else { return }
        score = lowered
        decreases.increase()
        note(ratio, epoch)
    }

    /// The size of a change, which ends far from the score that it is taken of: the products are
    /// capped at 2^128 - 1.
    private func step(_ distance: UInt128, _ factor: UInt128) -> UInt128 {
        let numerator = distance.saturatingProduct(factor)
        let divisor = score.saturatingSum(1)
        let inverse = ChainFraction.one * ChainFraction.one / divisor
        return numerator.saturatingProduct(inverse) / ChainFraction.one / ChainFraction.one
    }

    private mutating func note(_ ratio: UInt128, _ epoch: UInt32) {
        lastEpoch = epoch
        if startEpoch == 0 { startEpoch = epoch }
        let before = UInt128(increases) + UInt128(decreases) - 1
        average =
            before == 0
            ? ratio
            : average.saturatingProduct(before).saturatingSum(ratio) / (before + 1)
    }
}
