internal import Disputes

/// A verdict as a heading.
enum DivergenceTitle {
    static func text(_ compared: ComparedTraces) -> String {
        let comparison = compared.comparison
        let operation = comparison.operation.map { ReportText.shown($0) } ?? "no operation"
        let prompt = comparison.prompt.map { "prompt \($0.place)" } ?? "a prompt"
        switch comparison.verdict {
        case .match:
            let count = ReportText.count(comparison.prompts.count, "prompt")
            return comparison.prompts.isEmpty
                ? "MATCH: the integers are equal" : "MATCH: all records of \(count) are equal"
        case .root:
            return comparison.element == nil
                ? "ROOT: \(prompt) begins to differ at \(operation)"
                : "ROOT: \(prompt) begins to differ at \(operation), element \(element(compared))"
        case .propagated: return "PROPAGATED: \(operation) differs for \(prompt), and not at first"
        case .schedule: return "SCHEDULE: the runs part at \(operation)"
        case .weights:
            return comparison.operation == nil
                ? "WEIGHTS: the hashes of the weights differ"
                : "WEIGHTS: the integers of \(operation) differ"
        case .input:
            return comparison.token.map { "INPUT: \(prompt) differs at token \($0.position)" }
                ?? "INPUT: \(prompt) was not asked of both"
        case .config: return "CONFIG: the runs were asked for different things"
        case .inconclusive:
            return "INCONCLUSIVE: what both files hold is equal, and evidence is missing"
        }
    }

    private static func element(_ compared: ComparedTraces) -> String {
        compared.comparison.element.map { ComparedTraces.text($0.index) } ?? ""
    }
}
