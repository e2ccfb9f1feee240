internal import Fingerprints
public import Traces

/// Why receipts do not make one.
public enum MergeError: Error, Equatable, CustomStringConvertible {
    case nothing
    /// Evidence is missing; everything else holds.
    case missing(MissingParts)
    case otherRun(what: String, name: String, got: String, first: String, expected: String)
    case overlap(
        first: String, Range<Int>, second: String, Range<Int>, isSame: Bool, isOwn: Bool)
    case merged(name: String)
    case noTokenizer(name: String)

    public var description: String {
        switch self {
        case .nothing: "the parts: expected a receipt, got none"
        case .missing(let parts):
            "prompts: expected \(parts.promptCount), got \(parts.promptCount - parts.missingCount):"
                + " missing \(Self.text(parts))"
        case .otherRun(let what, let name, let got, let first, let expected):
            "\(name): \(what): expected \(expected), as in \(first), got \(got)"
        case .overlap(let first, let one, let second, let other, let isSame, let isOwn):
            "\(second): expected \(isOwn ? "places of the own list" : "prompts") that no other "
                + "part has, got \(Self.text(other, isOwn)), and "
                + "\(Self.text(one, isOwn)) \(one.count == 1 ? "is" : "are") in \(first)"
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

    /// - Parameter isOwn: of the places of a list of one's own, where no number says which prompt
    ///   it is.
    private static func text(_ range: Range<Int>, _ isOwn: Bool = false) -> String {
        let noun = isOwn ? "place" : "prompt"
        return range.count == 1
            ? "\(noun) \(range.lowerBound)"
            : "\(noun)s \(range.lowerBound) to \(range.upperBound - 1)"
    }
}

extension TracedArchitecture {
    /// All of it in one line, for a message.
    public var words: String {
        "\(norm), \(positions), \(activation), \(layerCount) layers, width \(width), "
            + "\(headCount) heads of \(headWidth), hidden width \(hiddenWidth), "
            + "\(vocabularyCount) tokens, context \(contextTokenCount)"
    }
}
