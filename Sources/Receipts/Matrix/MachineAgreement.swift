/// How two machines stand to each other in one aspect.
public enum MachineAgreement: Sendable, Equatable {
    /// In so many prompts; of weights 1.
    case equal(count: Int)
    /// - Parameter first: the left machine's place of the first prompt that differs; nil of
    ///   weights.
    case different(first: Int?, count: Int, of: Int)
    /// Nothing of it is in both: why.
    case notCompared(String)

    public var isEqual: Bool { if case .equal = self { true } else { false } }
    public var isDifferent: Bool { if case .different = self { true } else { false } }
    public var isCompared: Bool { if case .notCompared = self { false } else { true } }

    /// Whether each of so many prompts was compared.
    func isWhole(_ promptCount: Int) -> Bool {
        switch self {
        case .equal(let count), .different(_, _, of: let count): count == promptCount
        case .notCompared: false
        }
    }
}
