internal import Cryptography
package import Fingerprints

/// The salts and prompts of a published float golden, drawn as its script draws them.
package enum FloatReceipt: String, Sendable, CaseIterable {
    /// The cross-hardware test's 100 prompts, of GPT-2 small.
    case v3
    /// The large-model test's 60 prompts, of Qwen2.5-0.5B.
    case qwen

    package struct Prompt: Sendable, Equatable {
        package let salt: String
        package let prompt: String
    }

    package var promptCount: Int { self == .v3 ? 100 : 60 }

    private var textSeed: String { "hardened_xhw_v2" }

    /// The first prompts; more than the golden has go on as its generator does.
    ///
    /// **Precondition:** count ≥ 0.
    package func prompts(count: Int) -> [Prompt] {
        var random =
            self == .v3 ? PythonRandom(seed: textSeed) : PythonRandom(seed: [42])
        return (0..<count).map { index in
            Prompt(
                salt: salt(index),
                prompt: self == .v3
                    ? Self.prompt(of: FloatWords.long, lengths: 6...16, &random)
                    : Self.prompt(of: FloatWords.short, lengths: 6...14, &random))
        }
    }

    private func salt(_ index: Int) -> String {
        switch self {
        case .v3:
            "salt_" + Digests.sha256("\(textSeed)_\(index)".utf8).text.prefix(12)
        case .qwen: "xdet_" + Digests.sha256("\(index)".utf8).text.prefix(8)
        }
    }

    /// A number of words, then the words, joined by spaces.
    package static func prompt(
        of words: [String], lengths: ClosedRange<Int>, _ random: inout PythonRandom
    ) -> String {
        (0..<random.integer(in: lengths)).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
    }
}
