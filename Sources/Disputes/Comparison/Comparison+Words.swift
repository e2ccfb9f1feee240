import Traces

/// Verdicts in a sentence or two. Texts of strangers are left out; names of operations may be in
/// them, and reports show those as they show all texts.
extension Comparison {
    func rootWords(_ first: PromptComparison, _ place: Int) -> String {
        let operation = schedule[place]
        let inputs = operation.inputs.map { schedule[$0].name }
        let read: String
        switch inputs.count {
        case 0: read = "its tokens are equal"
        case 1: read = "its input, \(inputs[0]), is equal"
        case 2, 3: read = "its inputs, \(inputs.joined(separator: ", ")), are equal"
        default: read = "its \(inputs.count) inputs are equal"
        }
        var words =
            "Prompt \(first.place) begins to differ at \(operation.name): \(read) on both sides, "
            + "its output is not."
        if let element { words += " " + elementWords(element) }
        let alike = roots.first { $0.operation == operation.name }?.prompts.count ?? 1
        if alike > 1 {
            words +=
                " \(Self.counted(alike - 1, "more prompt")) \(alike == 2 ? "begins" : "begin") to "
                + "differ at the same operation."
        }
        let others = roots.reduce(0) { $0 + $1.prompts.count } - alike
        if others > 0 {
            words +=
                " \(Self.counted(others, "prompt")) \(others == 1 ? "begins" : "begin") to differ "
                + "elsewhere."
        }
        return words
    }

    func propagatedWords(_ first: PromptComparison, _ place: Int) -> String {
        let operation = schedule[place]
        let differing = operation.inputs.filter { first.states[$0].differs }
        let reason: String
        if let input = differing.first {
            reason = "its input \(schedule[input].name) differs already"
        } else if case .values = level, operation.inputs.isEmpty {
            reason = "it is an input here, and these files do not hold what it reads"
        } else if let input = operation.inputs.first(where: { first.states[$0] != .equal }) {
            reason = "its input \(schedule[input].name) is not known on both sides"
        } else {
            reason = "what it reads is not known on both sides"
        }
        return "The output of \(operation.name) differs for prompt \(first.place), and \(reason): "
            + "the difference begins before what these files hold."
            + (element.map { " " + elementWords($0) } ?? "")
    }

    private func elementWords(_ element: ElementDifference) -> String {
        let index = element.index.map { "\($0)" }.joined(separator: ", ")
        return "\(element.differingCount) of \(Self.counted(element.elementCount, "element")) "
            + "\(element.differingCount == 1 ? "differs" : "differ"), the first at [\(index)]: "
            + "\(element.values[0]) on the left, \(element.values[1]) on the right."
    }

    func missingWords(_ left: Trace, _ right: Trace) -> String {
        let equal = count(.equal)
        guard equal > 0 else {
            return sharedPromptCount == 0
                ? "Nothing is in both files: nothing was compared."
                : "No record is computed on both sides: nothing was compared."
        }
        let onlyLeft = prompts.count { $0.right == nil }
        let onlyRight = prompts.count { $0.left == nil }
        var reasons: [String] = []
        if onlyLeft > 0 {
            reasons.append("\(Self.counted(onlyLeft, "prompt")) only in the left file")
        }
        if onlyRight > 0 {
            reasons.append("\(Self.counted(onlyRight, "prompt")) only in the right file")
        }
        let shared = prompts.filter { $0.left != nil && $0.right != nil }
        let states: [(RecordState, String)] = [
            (.missingLeft, "not computed on the left"),
            (.missingRight, "not computed on the right"),
            (.missingBoth, "computed on neither side"),
            (.leftOut, "left out by both, which stop early"),
        ]
        for (state, words) in states {
            let count = shared.reduce(0) { $0 + $1.states.count { $0 == state } }
            guard count > 0 else { continue }
            reasons.append("\(Self.counted(count, "record")) \(words)")
        }
        if left.level != right.level {
            let finer = left.level == level ? "right" : "left"
            reasons.append("more operations in the \(finer) file")
        }
        return "\(Self.counted(equal, "record")) that both files hold \(equal == 1 ? "is" : "are") "
            + "equal, and evidence is missing: "
            + (reasons.isEmpty ? "the last record" : reasons.joined(separator: "; ")) + "."
    }

    /// The sentence on the proofs that follows a verdict, with a space before it; empty where there
    /// is nothing to add.
    var proofWords: String {
        switch (verdict, proofs) {
        case (.match, _): ""
        case (.inconclusive, .match): " All proofs are there and equal."
        case (_, .match): " All proofs are equal all the same."
        case (.inconclusive, _): ""
        case (_, .differs): " Proofs differ."
        case (_, .inconclusive): ""
        }
    }

    /// "1 record", "2 records"
    static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
