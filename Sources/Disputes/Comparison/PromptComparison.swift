/// The comparison of one prompt, which is in both traces or in one of them.
package struct PromptComparison: Sendable, Equatable {
    /// The prompt's place in the left trace; nil where it is not there.
    package let left: Int?
    /// The prompt's place in the right trace; nil where it is not there.
    package let right: Int?
    package let salt: String
    package let prompt: String
    package let tokenCount: Int
    /// The state of each operation's record, in the order of ``Comparison/schedule``.
    package let states: [RecordState]

    /// The prompt's number in reports: its place in the left trace, or else in the right one.
    package var place: Int { left ?? right ?? 0 }
    /// The place in the schedule of the first operation whose output differs.
    package var firstDifference: Int? { states.firstIndex(where: \.differs) }
    /// The place in the schedule of the first operation at which a difference begins.
    package var firstRoot: Int? { states.firstIndex(of: .root) }
}

/// The first token at which a prompt's tokens differ.
package struct TokenDifference: Sendable, Equatable {
    package let position: Int
    /// The ids on the left and on the right; nil where the tokens have ended.
    package let ids: [Int32?]
}

/// The prompts that begin to differ at one operation.
package struct RootGroup: Sendable, Equatable {
    package let operation: String
    package let layer: Int?
    /// The prompts' numbers in reports, ascending.
    package let prompts: [Int]
}
