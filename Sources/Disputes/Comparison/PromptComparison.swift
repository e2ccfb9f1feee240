/// One prompt, in both traces or in one of them.
public struct PromptComparison: Sendable, Equatable {
    /// Its place in the left trace; nil where it is not there.
    public let left: Int?
    /// Its place in the right trace; nil where it is not there.
    public let right: Int?
    public let salt: String
    public let prompt: String
    public let tokenCount: Int
    /// One for each operation of ``Comparison/schedule``.
    public let states: [RecordState]

    /// As reports count it: the left trace's place, or else the right one's.
    public var place: Int { left ?? right ?? 0 }
    /// The place in the schedule of the first operation whose output differs.
    public var firstDifference: Int? { states.firstIndex(where: \.differs) }
    /// The place in the schedule of the first operation at which a difference begins.
    public var firstRoot: Int? { states.firstIndex(of: .root) }
}

/// The first token at which a prompt's tokens differ.
public struct TokenDifference: Sendable, Equatable {
    public let position: Int
    /// The ids on either side; nil where the tokens have ended.
    public let ids: [Int32?]
}

/// The prompts that begin to differ at one operation.
public struct RootGroup: Sendable, Equatable {
    public let operation: String
    public let layer: Int?
    /// Places, ascending.
    public let prompts: [Int]
}
