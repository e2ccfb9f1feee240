package import Fingerprints
internal import FloatEngine

/// Prompts as the published scripts draw them: how many words, then the words.
package struct PromptDraws: Sendable {
    private let words: [String]
    private let lengths: ClosedRange<Int>

    /// 8 to 16 of the 139 words.
    package static let long = PromptDraws(words: FloatWords.long, lengths: 8...16)
    /// 6 to 14 of the 83 words.
    package static let short = PromptDraws(words: FloatWords.short, lengths: 6...14)

    package func next(_ random: inout PythonRandom) -> String {
        FloatReceipt.prompt(of: words, lengths: lengths, &random)
    }

    package func prompts(_ count: Int, _ random: inout PythonRandom) -> [String] {
        (0..<count).map { _ in next(&random) }
    }
}

extension PythonRandom {
    /// `random.Random(number)`. **Precondition:** from 0 on.
    package init(number: Int) {
        precondition(number >= 0, "\(number)")
        self.init(seed: (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
}
