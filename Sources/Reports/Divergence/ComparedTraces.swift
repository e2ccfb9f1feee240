internal import Cryptography
package import Disputes
package import Traces

/// Two trace files and what comparing them gave, as reports need them.
package struct ComparedTraces: Sendable {
    /// The files' names, left and right.
    package let names: [String]
    /// Left and right.
    package let traces: [Trace]
    /// The level of each side's trace, in the words of reports: "layers", "proofs", "weights".
    let levels: [String]
    package let comparison: Comparison

    /// **Throws:** `ComparisonError` where a trace contradicts itself.
    package init(
        _ left: Trace, named leftName: String, _ right: Trace, named rightName: String
    ) throws(ComparisonError) {
        names = [leftName, rightName]
        traces = [left, right]
        levels = traces.map(\.level.text)
        comparison = try Comparison(left, right)
    }

    /// Two kept runs. **Throws:** `ComparisonError` where a run contradicts itself.
    package init(
        _ left: RunFile, named leftName: String, _ right: RunFile, named rightName: String
    ) throws(ComparisonError) {
        names = [leftName, rightName]
        traces = [left.trace, right.trace]
        levels = ["proofs", "proofs"]
        comparison = try Comparison(left, right)
    }

    /// Two models' folders.
    package init(_ folders: FolderComparison) {
        names = folders.paths
        traces = folders.traces
        levels = ["weights", "weights"]
        comparison = folders.comparison
    }

    /// The comparison with the worst verdict; the first of several that are equally bad.
    /// **Precondition:** not empty.
    package static func worst(of all: [ComparedTraces]) -> ComparedTraces {
        precondition(!all.isEmpty, "no comparison")
        return all.dropFirst().reduce(all[0]) {
            $1.comparison.verdict.severity > $0.comparison.verdict.severity ? $1 : $0
        }
    }

    /// Whether a trace holds proofs at all.
    var holdsProofs: Bool {
        traces.contains { $0.schedule.last?.name == ScheduledOperation.proof }
    }

    /// "ROOT"
    var verdictWord: String { comparison.verdict.rawValue.uppercased() }

    /// "prompt 3, layer 7, h.7.attn.qkv, element [2, 17]"; empty where nothing is at fault.
    var place: String {
        var parts: [String] = []
        if let prompt = comparison.prompt { parts.append("prompt \(prompt.place)") }
        if let layer = comparison.layer { parts.append("layer \(layer)") }
        if let operation = comparison.operation { parts.append(ReportText.shown(operation)) }
        if let element = comparison.element { parts.append("element \(Self.text(element.index))") }
        if let token = comparison.token { parts.append("token \(token.position)") }
        return parts.joined(separator: ", ")
    }

    /// "[2, 17]"
    static func text(_ index: [Int]) -> String {
        "[\(index.map { "\($0)" }.joined(separator: ", "))]"
    }

    /// The prompt whose records a map shows: that at fault, or the first that says most.
    var shownPrompt: PromptComparison? {
        let all = comparison.prompts
        return comparison.prompt ?? all.first { $0.firstDifference != nil }
            ?? all.first { $0.states.contains(where: \.isMissing) } ?? all.first
    }

    /// Both digests of an operation for a prompt, left and right; nil where a side has none.
    func digests(_ operation: ScheduledOperation, of prompt: PromptComparison) -> [String?] {
        zip(traces, [prompt.left, prompt.right]).map { trace, place in
            guard let place,
                let record = trace.schedule.firstIndex(where: { $0.name == operation.name })
            else { return nil }
            return trace.prompts[place].records[record].digest?.text
        }
    }
}
