internal import Cryptography
internal import Fingerprints

/// A prompt as miners make prompts, with a salt as miners have it, both drawn from a seed.
struct ShadowPrompt {
    let salt: String
    let prompt: String

    /// **Determinism:** follows from the seed and the number alone; other prompts do not matter.
    init(seed: String, number: Int) {
        var random = PythonRandom(seed: "glyphlab shadow prompt \(number)|\(seed)")
        let words = MiningWords.all
        prompt = (0..<random.integer(in: 6...16)).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
        let digest = Digests.sha256("glyphlab shadow salt \(number)|\(seed)".utf8)
        salt = "salt_" + digest.text.prefix(16)
    }
}
