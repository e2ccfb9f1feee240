package import Traces

/// The comparison of two traces: the verdict, its place, and every record's state.
///
/// The first question whose answer is a difference gives the verdict: the architecture and what was
/// asked; the weights' integers; salts, prompts and tokens; the schedule; the outputs, where the
/// first in execution order whose inputs agree is the root. Missing evidence is never a match.
package struct Comparison: Sendable, Equatable {
    package internal(set) var verdict = ComparisonVerdict.match
    /// The prompt at fault; nil where none is.
    package internal(set) var prompt: PromptComparison?
    package internal(set) var layer: Int?
    /// The operation at fault; under ``ComparisonVerdict/weights`` the parameter.
    package internal(set) var operation: String?
    /// The first element that differs; nil unless both traces hold its integers.
    package internal(set) var element: ElementDifference?
    /// The elements around ``element`` in its row, itself among them.
    package internal(set) var neighbours: [ElementNeighbour] = []
    package internal(set) var token: TokenDifference?
    /// The verdict in one or two sentences.
    package internal(set) var explanation = ""
    /// Further facts, a sentence each.
    package internal(set) var notes: [String] = []
    package internal(set) var proofs = ProofsVerdict.inconclusive
    /// The parameters whose integers differ, in the order of the model.
    package internal(set) var differingParameters: [String] = []
    /// The level at which both were compared; nil where they have none in common.
    package internal(set) var level: TraceLevel?
    /// The number of layers; where it differs, the larger one.
    package internal(set) var layerCount: Int
    /// The operations that were compared: those of the coarser trace.
    package internal(set) var schedule: [ScheduledOperation] = []
    /// All prompts: those of the left trace in its order, then those that only the right one has.
    package internal(set) var prompts: [PromptComparison] = []
    /// The operations at which differences begin, in the order of the schedule.
    package internal(set) var roots: [RootGroup] = []
    /// The command that each side runs next, left and right; nil where there is none.
    package internal(set) var next: [String]?

    /// **Throws:** ``ComparisonError`` where a trace contradicts itself.
    package init(_ left: Trace, _ right: Trace) throws(ComparisonError) {
        layerCount = max(
            left.model.architecture.layerCount, right.model.architecture.layerCount)
        try judge(left, right)
        next = nextQuestion.flatMap { NextCommand.commands(asking: $0, left, right) }
    }

    /// The contents of the pair of traces that says more; nil where none does.
    var nextQuestion: NextCommand.Question? {
        NextCommand.question(after: verdict, level: level, operation: operation, prompt: prompt)
    }

    /// The number of records in this state.
    package func count(_ state: RecordState) -> Int {
        prompts.reduce(0) { $0 + $1.states.count { $0 == state } }
    }

    /// The number of prompts that are in both traces.
    package var sharedPromptCount: Int { prompts.count { $0.left != nil && $0.right != nil } }

    /// The number of prompts with an output that differs.
    package var differingPromptCount: Int { prompts.count { $0.firstDifference != nil } }
}
