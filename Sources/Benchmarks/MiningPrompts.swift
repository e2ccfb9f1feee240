internal import Cryptography
internal import Fingerprints

/// Prompts as a miner tries them: common words under the salt of a block.
enum MiningPrompts {
    private static let words = MiningWords.all

    /// Of a block that was never mined.
    static func salt(_ index: Int) -> String {
        "salt_" + Digests.sha256("glyphlab bench block \(index)|miner".utf8).text.prefix(16)
    }

    /// 6 to 16 words.
    static func prompt(salt: Int, attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt) \(attempt)")
        let count = random.integer(in: 6...16)
        return (0..<count).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
    }

    /// Ten words that stay and one that changes. **Precondition:** attempt < 100, the words' count.
    static func prompt(salt: Int, lastWord attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt)")
        let start = (0..<10).map { _ in words[random.choice(of: words.count)] }
        return (start + [words[attempt]]).joined(separator: " ")
    }

    /// **Precondition:** attempt < 100, the words' count.
    static func prompt(oneWord attempt: Int) -> String { words[attempt] }
}
