internal import Disputes

extension RecordState {
    /// The character for a terminal's map; each state has a shape of its own.
    var mark: String {
        switch self {
        case .equal: "·"
        case .root: "✖"
        case .propagated: "▒"
        case .notComparable: "?"
        case .missingLeft: "‹"
        case .missingRight: "›"
        case .missingBoth: "○"
        case .leftOut: "-"
        }
    }

    /// The ASCII letter for maps in JSON.
    var letter: String {
        switch self {
        case .equal: "="
        case .root: "R"
        case .propagated: "p"
        case .notComparable: "?"
        case .missingLeft: "<"
        case .missingRight: ">"
        case .missingBoth: "0"
        case .leftOut: "-"
        }
    }

    /// For legends.
    var words: String {
        switch self {
        case .equal: "equal"
        case .root: "begins to differ (root)"
        case .propagated: "differs after it"
        case .notComparable: "not comparable"
        case .missingLeft: "missing on the left"
        case .missingRight: "missing on the right"
        case .missingBoth: "missing on both sides"
        case .leftOut: "left out by both"
        }
    }

    var meaning: TextStyle.Meaning? {
        switch self {
        case .equal: .quiet
        case .root: .bad
        case .propagated: .doubtful
        case .notComparable, .missingLeft, .missingRight, .missingBoth, .leftOut: nil
        }
    }
}

extension PromptComparison {
    /// The worst state of the prompt's records, which stands for it in a line of prompts.
    var state: RecordState {
        let order: [RecordState] = [
            .root, .propagated, .notComparable, .missingLeft, .missingRight, .missingBoth,
        ]
        return order.first { states.contains($0) } ?? .equal
    }
}
