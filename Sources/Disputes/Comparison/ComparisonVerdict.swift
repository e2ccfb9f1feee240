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

    /// Whether something differs, as opposed to being equal or missing.
    public var isDifference: Bool {
        switch self {
        case .match, .inconclusive: false
        case .root, .propagated, .schedule, .weights, .input, .config: true
        }
    }

    /// From a match, 0, over missing evidence to the differences: the earlier the rule asks for
    /// one, the worse.
    public var severity: Int {
        switch self {
        case .match: 0
        case .inconclusive: 1
        case .propagated: 2
        case .root: 3
        case .schedule: 4
        case .input: 5
        case .weights: 6
        case .config: 7
        }
    }
}

/// What two traces say of the proofs alone, whatever else they hold.
public enum ProofsVerdict: String, Sendable, CaseIterable {
    /// Both have the same prompts, and a proof of each, all equal.
    case match
    case differs
    /// A proof is missing on a side, and those that are not are equal.
    case inconclusive
}
