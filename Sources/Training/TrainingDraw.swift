internal import Classifiers
public import Cryptography

/// Numbers that everybody draws alike from a seed: 32-bit words of
/// H(tag || seed || u64 number || u32 i), i = 0, 1, … Golden-bearing.
public struct TrainingDraw: Sendable {
    private var words: CountedWords

    public init(tag: String, seed: Digest, number: UInt64) {
        var hasher = LearningDomain.hasher(tag)
        hasher.update(seed.bytes)
        hasher.update(number.bigEndianBytes)
        words = CountedWords(prefix: hasher)
    }

    /// The next word, whatever it is.
    public mutating func word() -> UInt32 { words.word() }

    /// The next first weights of a model: (word & 8191) − 4096.
    mutating func firstWeights(_ count: Int) -> [Int32] { words.firstWeights(count) }

    /// A number below the modulus, each as likely as any other: words that would favour some are
    /// skipped. **Precondition:** 1 ≤ modulus ≤ 2^32.
    public mutating func number(below modulus: Int) -> Int {
        precondition(modulus >= 1 && modulus <= 1 << 32, "a draw below \(modulus)")
        let limit = (1 << 32) / modulus * modulus
        while true {
            let word = Int(word())
            if word < limit { return word % modulus }
        }
    }

    /// The place that draws `tag` by the seed alone: one number below the modulus.
    ///
    /// **Source:** the chunk of a proof is draw(`chunk`, seed, 0, chunks).
    public static func number(tag: String, seed: Digest, number: UInt64, below modulus: Int) -> Int
    {
        var draw = TrainingDraw(tag: tag, seed: seed, number: number)
        return draw.number(below: modulus)
    }

    /// The samples of the batch of step s: 2^b draws (`batch`, seed, s, samples), with repeats.
    ///
    /// **Precondition:** 1 ≤ sampleCount ≤ 2^32.
    public static func batch(seed: Digest, step: UInt64, count: Int, sampleCount: Int) -> [Int] {
        var draw = TrainingDraw(tag: "batch", seed: seed, number: step)
        return (0..<count).map { _ in draw.number(below: sampleCount) }
    }
}
