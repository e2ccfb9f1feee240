public import Cryptography
internal import Fingerprints
public import Tokenization
internal import Traces

/// A salted prompt that is traced.
public struct TracedChallenge: Sendable {
    public let prompt: String
    public let challenge: Challenge

    /// **Throws:** ``TokenizerError`` where the prompt is not valid Unicode.
    public init(
        salt: String, prompt: [UInt8], tokenizer: ByteLevelTokenizer
    ) throws(TokenizerError) {
        challenge = try Challenge(salt: salt, prompt: prompt, tokenizer: tokenizer)
        self.prompt = String(decoding: prompt, as: UTF8.self)
    }

    /// ``TracedPrompt/inputDigest`` of it.
    public var inputDigest: Digest {
        TracedPrompt(
            salt: challenge.salt, prompt: prompt, tokenIDs: challenge.tokenIDs, records: []
        ).inputDigest
    }

    /// With tokens that need not be the prompt's.
    package init(salt: String, prompt: String, tokenIDs: [Int32]) {
        challenge = Challenge(salt: salt, tokenIDs: tokenIDs)
        self.prompt = prompt
    }

    /// The prompts of the receipt. **Precondition:** promptCount ≥ 1.
    public static func receipt(
        promptCount: Int, tokenizer: ByteLevelTokenizer
    ) throws(TokenizerError) -> [TracedChallenge] {
        try receipt(0..<promptCount, tokenizer: tokenizer)
    }

    /// Those of the receipt's prompts that have these places.
    public static func receipt(
        _ places: Range<Int>, tokenizer: ByteLevelTokenizer
    ) throws(TokenizerError) -> [TracedChallenge] {
        var all: [TracedChallenge] = []
        for place in places {
            all.append(
                try TracedChallenge(
                    salt: GoldenPrompts.salt(place),
                    prompt: Array(GoldenPrompts.prompt(place).utf8),
                    tokenizer: tokenizer))
        }
        return all
    }
}
