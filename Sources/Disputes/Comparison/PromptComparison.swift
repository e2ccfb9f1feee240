/// The comparison of one prompt, which is in both traces or in one of them.
public struct PromptComparison: Sendable, Equatable {
    /// The prompt's place in the left trace; nil where it is not there.
    public let left: Int?
    /// The prompt's place in the right trace; nil where it is not there.
    public let right: Int?
    public let salt: String
    public let prompt: String
    public let tokenCount: Int
    /// The state of each operation's record, in the order of ``Comparison/schedule``.
    public let states: [RecordState]

    /// The prompt's number in reports: its place in the left trace, or else in the right one.
    public var place: Int { left ?? right ?? 0 }
    /// The place in the schedule of the first operation whose output differs.
    public var firstDifference: Int? { states.firstIndex(where: \.differs) }
    /// The place in the schedule of the first operation at which a difference begins.
    public var firstRoot: Int? { states.firstIndex(of: .root) }
}

/// The first token at which a prompt's tokens differ.
public struct TokenDifference: Sendable, Equatable {
    public let position: Int
    /// The ids on the left and on the right; nil where the tokens have ended.
    public let ids: [Int32?]
}

/// The prompts that begin to differ at one operation.
public struct RootGroup: Sendable, Equatable {
    public let operation: String
    public let layer: Int?
    /// The prompts' numbers in reports, ascending.
    public let prompts: [Int]
}
