internal import Cryptography
internal import Fingerprints

/// Prompts as a miner tries them: common words under the salt of a block.
enum MiningPrompts {
    private static let words = MiningWords.all

    /// The salt of a block that was never mined.
    static func salt(_ index: Int) -> String {
        "salt_" + Digests.sha256("glyphlab bench block \(index)|miner".utf8).text.prefix(16)
    }

    /// A prompt of 6 to 16 words.
    static func prompt(salt: Int, attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt) \(attempt)")
        let count = random.integer(in: 6...16)
        return (0..<count).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
    }

    /// A prompt of ten words that stay, and a last word that changes. **Precondition:** attempt <
    /// 100, the number of words.
    static func prompt(salt: Int, lastWord attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt)")
        let start = (0..<10).map { _ in words[random.choice(of: words.count)] }
        return (start + [words[attempt]]).joined(separator: " ")
    }

    /// A prompt of a single word. **Precondition:** attempt < 100, the number of words.
    static func prompt(oneWord attempt: Int) -> String { words[attempt] }
}
