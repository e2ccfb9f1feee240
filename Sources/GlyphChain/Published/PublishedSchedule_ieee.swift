package import BigInt
package import PythonValues

/// The published chain's targets and rewards, floats and all. **Source:** protocol v4, section 8.
package enum PublishedSchedule {
    static let genesisTargetText = "0f" + String(repeating: "f", count: 62)
    private static let genesisTarget = BigInt(genesisTargetText, radix: 16)!
    private static let blockCountPerTarget: BigInt = 5
    private static let secondsPerTarget: BigInt = 100
    private static let rewardAtStart: BigInt = 700
    private static let blockCountPerReward: BigInt = 1_500_000
    /// A shift by more leaves nothing of any reward.
    private static let shiftMax: BigInt = 64

    /// The target for the index that a block claims, after the blocks of `chain`.
    package static func target<Chain: RandomAccessCollection>(
        index: PythonValue, chain: Chain
    ) throws(PythonError) -> BigInt where Chain.Element == PythonValue, Chain.Index == Int {
        let number = try index.requiredNumber()
        if !PythonNumber.integer(blockCountPerTarget).isLess(than: number) {
            // NaN is not above 5, and not up to 5 either.
            if case .float(let float) = number, float.isNaN {
                throw .type("list indices must be integers or slices, not float")
            }
            return genesisTarget
        }
        guard case .integer(let integer) = number else {
            throw .type("list indices must be integers or slices, not float")
        }
        let last = (integer - 1) / blockCountPerTarget * blockCountPerTarget
        guard last < chain.count else { throw .index("list index out of range") }
        let (lastBlock, firstBlock) = (
            chain[Int(last)], chain[Int(last - blockCountPerTarget)]
        )
        let span =
            try lastBlock.member("timestamp").requiredNumber()
            - firstBlock.member("timestamp").requiredNumber()
        let factor = try clampedFactor(span)
        let target = try lastBlock.member("target").requiredText().hexadecimalInteger()
        let product = try PythonNumber.integer(target).converted() * factor
        guard product.isFinite else {
            throw product.isNaN
                ? .value("cannot convert float NaN to integer")
                : .overflow("cannot convert float infinity to integer")
        }
        return min(genesisTarget, BigInt(product.rounded(.towardZero)))
    }

    /// max(1, span) / 100, within 1/4 and 4.
    private static func clampedFactor(_ span: PythonNumber) throws(PythonError) -> Double {
        let one = PythonNumber.integer(1)
        let longer = one.isLess(than: span) ? span : one
        let factor = try longer.converted() / 100
        let lower = factor < 4 ? factor : 4
        return lower > 0.25 ? lower : 0.25
    }

    /// 2^256 // (target + 1). **Precondition:** a target from 0 on.
    package static func work(target: BigInt) -> BigInt { (BigInt(1) << 256) / (target + 1) }

    /// 700 >> (index // 1,500,000).
    package static func reward(index: PythonValue) throws(PythonError) -> BigInt {
        guard case .integer(let integer) = try index.requiredNumber() else {
            throw .type("unsupported operand type(s) for >>: 'int' and 'float'")
        }
        guard integer >= 0 else { throw .value("negative shift count") }
        return rewardAtStart >> Int(min(integer / blockCountPerReward, shiftMax))
    }
}
