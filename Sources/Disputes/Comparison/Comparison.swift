public import Traces

/// The comparison of two traces: the verdict, its place, and every record's state.
///
/// The first question whose answer is a difference gives the verdict: the architecture and what was
/// asked; the weights' integers; salts, prompts and tokens; the schedule; the outputs, where the
/// first in execution order whose inputs agree is the root. Missing evidence is never a match.
public struct Comparison: Sendable, Equatable {
    public internal(set) var verdict = ComparisonVerdict.match
    /// The prompt at fault; nil where none is.
    public internal(set) var prompt: PromptComparison?
    public internal(set) var layer: Int?
    /// The operation at fault; under ``ComparisonVerdict/weights`` the parameter.
    public internal(set) var operation: String?
    /// The first element that differs; nil unless both traces hold its integers.
    public internal(set) var element: ElementDifference?
    /// The elements around ``element`` in its row, itself among them.
    public internal(set) var neighbours: [ElementNeighbour] = []
    public internal(set) var token: TokenDifference?
    /// The verdict in one or two sentences.
    public internal(set) var explanation = ""
    /// Further facts, a sentence each.
    public internal(set) var notes: [String] = []
    public internal(set) var proofs = ProofsVerdict.inconclusive
    /// The parameters whose integers differ, in the order of the model.
    public internal(set) var differingParameters: [String] = []
    /// The level at which both were compared; nil where they have none in common.
    public internal(set) var level: TraceLevel?
    /// The number of layers; where it differs, the larger one.
    public internal(set) var layerCount: Int
    /// The operations that were compared: those of the coarser trace.
    public internal(set) var schedule: [ScheduledOperation] = []
    /// All prompts: those of the left trace in its order, then those that only the right one has.
    public internal(set) var prompts: [PromptComparison] = []
    /// The operations at which differences begin, in the order of the schedule.
    public internal(set) var roots: [RootGroup] = []
    /// The command that each side runs next, left and right; nil where there is none.
    public internal(set) var next: [String]?

    /// **Throws:** ``ComparisonError`` where a trace contradicts itself.
    public init(_ left: Trace, _ right: Trace) throws(ComparisonError) {
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
    public func count(_ state: RecordState) -> Int {
        prompts.reduce(0) { $0 + $1.states.count { $0 == state } }
    }

    /// The number of prompts that are in both traces.
    public var sharedPromptCount: Int { prompts.count { $0.left != nil && $0.right != nil } }

    /// The number of prompts with an output that differs.
    public var differingPromptCount: Int { prompts.count { $0.firstDifference != nil } }
}
