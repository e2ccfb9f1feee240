/// What two traces say of each other.
public enum ComparisonVerdict: String, Sendable, CaseIterable {
    /// Everything that either holds is in both, and equal.
    case match
    /// An operation's output differs while its inputs agree.
    case root
    /// Outputs differ, and no difference begins in what these files hold.
    case propagated
    /// The operations, their order or their shapes differ.
    case schedule
    /// Integers of the weights differ.
    case weights
    /// Prompts, salts or tokens differ.
    case input
    /// The architectures or what was asked differ.
    case config
    /// What both hold is equal, and one holds more.
    case inconclusive
}

/// Where one tensor's elements differ.
public struct ElementDifference: Sendable, Equatable {
    /// The first that differs, row-major.
    public let element: Int
    /// The same by its dimensions.
    public let index: [Int]
    /// Its integer on either side.
    public let values: [Int64]
    public let differingCount: Int
    public let elementCount: Int

    public init(
        element: Int, index: [Int], values: [Int64], differingCount: Int, elementCount: Int
    ) {
        self.element = element
        self.index = index
        self.values = values
        self.differingCount = differingCount
        self.elementCount = elementCount
    }
}
