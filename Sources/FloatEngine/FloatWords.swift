/// The words that the published float tests draw their prompts of.
package enum FloatWords {
    /// The cross-hardware test's, and those of the other tests of its time.
    package static let long = [
        "the", "a", "is", "was", "in", "on", "to", "and", "of", "it", "that", "for", "with",
        "as", "at", "by", "from", "or", "an", "be", "this", "not", "but", "had", "has",
        "they", "we", "you", "all", "can", "will", "one", "my", "out", "if", "up", "so",
        "big", "old", "new", "good", "long", "great", "small", "right", "came", "made",
        "after", "back", "only", "over", "take", "year", "some", "could", "time", "very",
        "when", "what", "how", "said", "dog", "cat", "sun", "moon", "tree", "bird", "fish",
        "door", "red", "blue", "dark", "light", "cold", "warm", "fast", "slow", "river",
        "stone", "glass", "paper", "metal", "cloud", "storm", "quiet", "loud", "north",
        "south", "east", "west", "first", "last", "never", "always", "maybe", "often",
        "seldom", "under", "above", "between", "across", "through", "around", "before",
        "during", "without", "within", "against", "toward", "city", "field", "ocean",
        "forest", "desert", "mountain", "valley", "bridge", "tower", "engine", "signal",
        "pattern", "memory", "reason", "answer", "question", "puzzle", "theory", "number",
        "letter", "symbol", "market", "garden", "window", "silver", "golden", "copper",
        "iron", "ember", "frost",
    ]

    /// The large-model test's.
    package static let short = [
        "the", "a", "is", "was", "in", "on", "to", "and", "of", "it", "that", "for", "with",
        "as", "at", "by", "from", "or", "an", "be", "this", "not", "but", "had", "has",
        "they", "we", "you", "all", "can", "will", "one", "my", "out", "if", "up", "so",
        "big", "old", "new", "good", "long", "great", "small", "right", "came", "made",
        "after", "back", "only", "over", "take", "year", "some", "could", "time", "very",
        "when", "what", "how", "said", "dog", "cat", "sun", "moon", "tree", "bird", "fish",
        "door", "red", "blue", "dark", "light", "cold", "warm", "fast", "slow", "silver",
        "golden", "copper", "iron", "ember", "frost",
    ]
}
