internal import BigInt
internal import Scenarios

/// Targets and rewards as both chains mean them, in integers, at the block's place.
enum ExactSchedule {
    static let genesisTarget = "0" + String(repeating: "f", count: 63)

    /// The reward at a height: 700, 350, … units, each for 1,500,000 blocks.
    static func reward(_ height: Int) -> Int {
        var reward = 700
        for _ in 0..<min(height / 1_500_000, 10) { reward /= 2 }
        return reward
    }

    /// A block's target, 64 hex digits.
    ///
    /// - Parameter blocks: from height 1 on, up to the one below at least.
    static func target(_ height: Int, _ blocks: [ExactBlock]) -> String {
        guard height > 5 else { return genesisTarget }
        let last = (height - 1) / 5 * 5
        func time(_ height: Int) -> Int { height == 0 ? 0 : blocks[height - 1].timestampSeconds }
        let span = min(max(time(last) - time(last - 5), 25), 400)
        let (previous, easiest) = (number(blocks[last - 1].target), number(genesisTarget))
        let digits = String(min(easiest, max(1, previous * BigUInt(span) / 100)), radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    static func number(_ hexadecimal: String) -> BigUInt { BigUInt(hexadecimal, radix: 16) ?? 0 }

    /// The work of a block: 2^256 // (target + 1).
    static func work(_ target: String) -> BigUInt { (BigUInt(1) << 256) / (number(target) + 1) }

    /// The median of the last eleven times; of an even number the later one of the middle.
    /// **Precondition:** a time at least.
    static func median(_ times: [Int]) -> Int {
        let last = times.suffix(11).sorted()
        return last[last.count / 2]
    }
}
