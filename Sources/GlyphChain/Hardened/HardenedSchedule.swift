package import BigInt
package import Chains

/// The hardened chain's targets, work and rewards, in integers of any width.
package enum HardenedSchedule {
    private static let blockCountPerTarget = 5
    private static let spanSeconds = 25...400
    private static let spanSecondsAim = 100
    private static let rewardAtStart: UInt64 = 700
    private static let blockCountPerReward = 1_500_000
    /// All that is ever paid: 700, 350, … 1 units over 1,500,000 blocks each, but for genesis.
    package static let supply: UInt64 = 2_090_999_300
    package static let secondsAheadMax = 600
    package static let medianBlockCount = 11

    /// The target at a height, from the blocks below it.
    package static func target(
        height: Int, genesis: BigUInt, on chain: ChainView<HardenedLink>
    ) -> BigUInt {
        guard height > blockCountPerTarget else { return genesis }
        let last = (height - 1) / blockCountPerTarget * blockCountPerTarget
        let (lastLink, firstLink) = (chain[last], chain[last - blockCountPerTarget])
        // Timestamps never fall, so that a span is not below 0.
        let span = min(
            max(lastLink.time - firstLink.time, spanSeconds.lowerBound),
            spanSeconds.upperBound)
        let target = BigUInt(lastLink.target) * BigUInt(span) / BigUInt(spanSecondsAim)
        return max(1, min(genesis, target))
    }

    /// 2^256 // (target + 1).
    package static func work(_ target: BigUInt) -> BigInt {
        (BigInt(1) << 256) / (BigInt(target) + 1)
    }

    package static func reward(height: Int) -> UInt64 {
        let halvings = height / blockCountPerReward
        return halvings < 64 ? rewardAtStart >> UInt64(halvings) : 0
    }
}
