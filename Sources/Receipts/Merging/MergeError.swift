internal import Fingerprints
package import Traces

/// Reasons for which receipts cannot be merged.
package enum MergeError: Error, Equatable, CustomStringConvertible {
    case nothing
    /// Prompts are missing; the receipts agree in everything else.
    case missing(MissingParts)
    case otherRun(what: String, name: String, got: String, first: String, expected: String)
    case overlap(
        first: String, Range<Int>, second: String, Range<Int>, isSame: Bool, isOwn: Bool)
    case merged(name: String)
    case noTokenizer(name: String)

    package var description: String {
        switch self {
        case .nothing: "the parts: expected a receipt, got none"
        case .missing(let parts):
            "prompts: expected \(parts.promptCount), got \(parts.promptCount - parts.missingCount):"
                + " missing \(Self.text(parts))"
        case .otherRun(let what, let name, let got, let first, let expected):
            "\(name): \(what): expected \(expected), as in \(first), got \(got)"
        case .overlap(
            let first, let firstRange, let second, let secondRange, let isSame, let isOwn):
            "\(second): expected \(isOwn ? "places of the own list" : "prompts") that no other "
                + "part has, got \(Self.text(secondRange, isOwn)), and "
                + "\(Self.text(firstRange, isOwn)) "
                + "\(firstRange.count == 1 ? "is" : "are") in \(first)"
                + (isSame ? ", which is the same receipt" : "")
        case .noTokenizer(let name):
            "\(name): tokenizer: expected its digest, got null: nothing else shows that all parts "
                + "read their prompts alike"
        case .merged(let name):
            "\(name): expected a receipt of one run, got one that was put together from parts: "
                + "name the parts"
        }
    }

    /// The ranges, and the shards where they are known.
    private static func text(_ missing: MissingParts) -> String {
        let ranges = missing.ranges.map { text($0) }.joined(separator: ", ")
        guard let shards = missing.shards else { return ranges }
        let names = shards.map(\.description).joined(separator: ", ")
        return "\(ranges), which \(shards.count == 1 ? "is shard" : "are shards") \(names)"
    }

    /// - Parameter isOwn: whether the range is of a list that is not the receipt's, where a place
    ///   does not tell the prompt.
    private static func text(_ range: Range<Int>, _ isOwn: Bool = false) -> String {
        let noun = isOwn ? "place" : "prompt"
        return range.count == 1
            ? "\(noun) \(range.lowerBound)"
            : "\(noun)s \(range.lowerBound) to \(range.upperBound - 1)"
    }
}

extension TracedArchitecture {
    /// The whole error in one line, for a message.
    package var words: String {
        "\(norm), \(positions), \(activation), \(layerCount) layers, width \(width), "
            + "\(headCount) heads of \(headWidth), hidden width \(hiddenWidth), "
            + "\(vocabularyCount) tokens, context \(contextTokenCount)"
            + (rotary.map {
                ", \($0.keyValueHeadCount) key-value heads, rotary base \($0.base)"
            } ?? "")
    }
}
