internal import BigInt

/// Published targets, which doubles compute, at the block's place, not where it claims to be: by
/// the referee's own code.
package enum PublishedTargets {
    /// 64 hex digits. - Parameter blocks: time and target from height 1 on, up to the one below at
    /// least.
    package static func target(
        _ height: Int, _ blocks: [(timestampSeconds: Int, target: String)]
    ) -> String {
        guard height > 5 else { return ExactSchedule.genesisTarget }
        let last = (height - 1) / 5 * 5
        func time(_ height: Int) -> Int { height == 0 ? 0 : blocks[height - 1].timestampSeconds }
        let span = max(1, time(last) - time(last - 5))
        let factor = max(0.25, min(4, Double(span) / 100))
        let product = double(ExactSchedule.number(blocks[last - 1].target)) * factor
        let easiest = ExactSchedule.number(ExactSchedule.genesisTarget)
        let target = min(easiest, BigUInt(exactly: product.rounded(.towardZero)) ?? easiest)
        let digits = String(target, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    /// The nearest double, of two the even one. **Bounds:** below 2^256, so that it is finite.
    private static func double(_ number: BigUInt) -> Double {
        let shift = max(0, number.bitWidth - 64)
        let top = number >> shift
        // 64 bits leave 11 below a double's: the lowest stands for all that was cut off.
        let isCut = top << shift != number
        let bits = UInt64(top) | (isCut ? 1 : 0)
        return Double(sign: .plus, exponent: shift, significand: Double(bits))
    }
}
