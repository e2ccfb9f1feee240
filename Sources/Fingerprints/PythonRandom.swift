internal import Cryptography

/// CPython's `random.Random`, in integers: the draws that the protocol makes, equal to the bit.
///
/// Golden-bearing. **Source:** protocol v4, section 5.
public struct PythonRandom: Sendable {
    private var generator: MersenneTwister

    /// Seeds with a non-negative integer, given as big-endian bytes of any length.
    public init(seed bytes: [UInt8]) {
        var words: [UInt32] = []
        for end in stride(from: bytes.count, to: 0, by: -4) {
            words.append(bytes[max(0, end - 4)..<end].reduce(0) { $0 << 8 | UInt32($1) })
        }
        while words.count > 1 && words.last == 0 { words.removeLast() }
        generator = MersenneTwister(key: words.isEmpty ? [0] : words)
    }

    /// Seeds with a text, as `random.seed(str)` does: its UTF-8 bytes and their SHA-512.
    public init(seed text: String) {
        let bytes = Array(text.utf8)
        self.init(seed: bytes + Digests.sha512(bytes))
    }

    /// `getrandbits(count)` as 32-bit words, least significant first. **Precondition:** count ≥ 1.
    public mutating func bits(count: Int) -> [UInt32] {
        precondition(count >= 1, "\(count) bits")
        return stride(from: count, to: 0, by: -32).map { left in
            generator.next() >> UInt32(max(0, 32 - left))
        }
    }

    /// `getrandbits(count)` as a number. **Precondition:** 1 ≤ count ≤ 62.
    private mutating func integer(bitCount: Int) -> Int {
        precondition(bitCount <= 62, "\(bitCount) bits")
        return bits(count: bitCount).reversed().reduce(0) { $0 << 32 | Int($1) }
    }

    /// A uniform index below n, by rejection. **Precondition:** 1 ≤ n < 2^62.
    public mutating func index(below n: Int) -> Int {
        precondition(n >= 1, "an index below \(n)")
        let bitCount = Int.bitWidth - n.leadingZeroBitCount
        while true {
            let candidate = integer(bitCount: bitCount)
            if candidate < n { return candidate }
        }
    }

    /// `randint(lowest, highest)`, both ends included.
    public mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + index(below: range.upperBound - range.lowerBound + 1)
    }

    /// `random()` as the integer r of r / 2^53.
    public mutating func fraction53() -> UInt64 {
        let high = UInt64(generator.next() >> 5)
        let low = UInt64(generator.next() >> 6)
        return high << 26 + low
    }

    /// An index as `choices` draws it: ⌊random() · n⌋, the product rounded to 53 bits, ties to
    /// even, as a float64 multiplication would. **Precondition:** 1 ≤ n ≤ 2^53.
    public mutating func choice(of n: Int) -> Int {
        precondition((1...1 << 53).contains(n), "a choice of \(n)")
        let product = fraction53().multipliedFullWidth(by: UInt64(n))
        var value = UInt128(product.high) << 64 | UInt128(product.low)
        let excess = 128 - value.leadingZeroBitCount - 53
        if excess > 0 {
            let half = UInt128(1) << UInt128(excess - 1)
            let rest = value & (half << 1 - 1)
            value >>= UInt128(excess)
            if rest > half || rest == half && value & 1 == 1 { value += 1 }
            value <<= UInt128(excess)
        }
        return Int(value >> 53)
    }

    /// `sample(range(n), k)`. **Precondition:** 0 ≤ k ≤ n.
    public mutating func sample(_ k: Int, below n: Int) -> [Int] {
        precondition(k >= 0 && k <= n, "\(k) of \(n)")
        return n <= Self.poolCountMax(k) ? samplePool(k, n) : sampleSet(k, n)
    }

    /// Up to this many candidates `sample` draws from a pool: 21 + 4^⌈log₄(3k)⌉ for k > 5, else 21.
    private static func poolCountMax(_ k: Int) -> Int {
        guard k > 5 else { return 21 }
        var power = 1
        while power < 3 * k { power *= 4 }
        return 21 + power
    }

    private mutating func samplePool(_ k: Int, _ n: Int) -> [Int] {
        var pool = Array(0..<n)
        return (0..<k).map { drawn in
            let index = index(below: n - drawn)
            let chosen = pool[index]
            pool[index] = pool[n - drawn - 1]
            return chosen
        }
    }

    private mutating func sampleSet(_ k: Int, _ n: Int) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < k {
            let candidate = index(below: n)
            if !chosen.contains(candidate) { chosen.append(candidate) }
        }
        return chosen
    }
}
