/// MT19937 seeded by an array of words, as CPython's `random.Random` seeds it.
///
/// Golden-bearing. **Source:** M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8
/// (1998), with the array seeding of 2002.
struct MersenneTwister: Sendable {
    private static let wordCount = 624
    private static let middle = 397

    private var state: [UInt32]
    private var index = wordCount

    /// **Precondition:** at least one key word.
    init(key: [UInt32]) {
        precondition(!key.isEmpty, "an empty key")
        state = [19_650_218]
        for i in 1..<Self.wordCount {
            let previous = state[i - 1]
            state.append(1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(i))
        }
        var i = 1
        var j = 0
        for _ in 0..<max(Self.wordCount, key.count) {
            mix(i, 1_664_525)
            state[i] = state[i] &+ key[j] &+ UInt32(truncatingIfNeeded: j)
            advance(&i)
            j = (j + 1) % key.count
        }
        for _ in 0..<Self.wordCount - 1 {
            mix(i, 1_566_083_941)
            state[i] = state[i] &- UInt32(i)
            advance(&i)
        }
        state[0] = 0x8000_0000
    }

    private mutating func mix(_ i: Int, _ multiplier: UInt32) {
        let previous = state[i - 1]
        state[i] ^= (previous ^ previous >> 30) &* multiplier
    }

    private mutating func advance(_ i: inout Int) {
        i += 1
        if i == Self.wordCount {
            state[0] = state[Self.wordCount - 1]
            i = 1
        }
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if index == Self.wordCount { twist() }
        var y = state[index]
        index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return y ^ y >> 18
    }

    private mutating func twist() {
        for i in 0..<Self.wordCount {
            let following = state[(i + 1) % Self.wordCount]
            let y = state[i] & 0x8000_0000 | following & 0x7FFF_FFFF
            let twisted = y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
            state[i] = state[(i + Self.middle) % Self.wordCount] ^ twisted
        }
        index = 0
    }
}
