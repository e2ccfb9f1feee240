internal import Cryptography

/// Random numbers that follow from a seed, a purpose, a number and a counter, and from nothing that
/// was drawn before: whoever draws first changes nothing.
///
/// Golden-bearing: a seed that broke something must break it again. SplitMix64 from a mixed start.
/// **Source:** G. Steele, D. Lea, C. Flood, OOPSLA 2014.
package struct CountedRandom: RandomNumberGenerator, Sendable {
    /// A seed's and a purpose's share, computed once.
    package struct Key: Sendable {
        fileprivate let word: UInt64

        package init(seed: String, purpose: String) {
            let digest = Digests.sha256("glyphlab mesh simulation 1/\(purpose)/\(seed)".utf8)
            word = digest.bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var state: UInt64

    package init(_ key: Key, number: Int, counter: UInt64) {
        let owner = Self.mixed(key.word ^ UInt64(truncatingIfNeeded: number) &* Self.step)
        state = Self.mixed(owner &+ counter &* 0xD1B5_4A32_D192_ED03)
    }

    package mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mixed(state)
    }

    /// A uniform integer of `range`, by rejection. **Precondition:** fewer than 2^63 values.
    package mutating func integer(in range: ClosedRange<Int>) -> Int {
        let count = UInt64(range.upperBound - range.lowerBound) + 1
        let rest = UInt64.max % count
        while true {
            let value = next()
            if value < UInt64.max - rest { return range.lowerBound + Int(value % count) }
        }
    }

    /// Whether something that happens so many times in a thousand happens now.
    package mutating func happens(permille: Int) -> Bool {
        permille > 0 && integer(in: 0...999) < permille
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
