internal import Fingerprints

/// The prompts of an audit: the same for every model, of lengths that vary.
package enum AuditPrompts {
    package static let countDefault = 64
    package static let countMax = 10_000

    /// The salt in front of every prompt: the same for all, so that only the prompt can tell two
    /// runs apart.
    package static let salt = "glyphlab audit"

    /// Plain words, which every tokenizer of English splits in its own way.
    private static let words = [
        "river", "golden", "frost", "light", "morning", "the", "of", "and", "stone", "bridge",
        "quiet", "market", "seven", "letters", "under", "winter", "harbour", "engine", "wood",
        "answer", "green", "paper", "because", "small", "lantern", "over", "king", "daughter",
        "measure", "bread", "without", "mountain", "shadow", "glass", "north", "promise", "salt",
        "garden", "thunder", "wheel", "some", "window", "copper", "road", "story", "through",
        "question", "feather", "candle", "ocean",
    ]

    /// 4 to 20 words, drawn with replacement.
    ///
    /// **Determinism:** from the index alone, by the random numbers that the protocol pins.
    package static func prompt(_ index: Int) -> String {
        var random = PythonRandom(seed: "glyphlab audit prompt \(index)")
        let count = random.integer(in: 4...20)
        return (0..<count).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
    }

    /// The number of choices of heads by which each prompt's rows are read.
    package static let selectionCount = 8

    /// The salt that selects the heads of one reading.
    static func selectionSalt(_ index: Int) -> String { "glyphlab audit selection \(index)" }

    /// Another order of the tokens: the last one, which asks, stays in its place.
    ///
    /// **Result:** place[j] is where token j goes.
    package static func shuffle(_ index: Int, tokenCount: Int) -> [Int] {
        var random = PythonRandom(seed: "glyphlab audit shuffle \(index)")
        var places = Array(0..<tokenCount)
        for last in stride(from: tokenCount - 2, to: 0, by: -1) {
            places.swapAt(last, random.index(below: last + 1))
        }
        return places
    }
}
