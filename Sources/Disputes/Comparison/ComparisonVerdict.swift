/// The verdict on two traces.
package enum ComparisonVerdict: String, Sendable, CaseIterable {
    /// All records of either are in both, and equal.
    case match
    /// An operation's output differs while its inputs agree.
    case root
    /// Outputs differ, and these files do not hold the place at which the difference begins.
    case propagated
    /// The operations, their order or their shapes differ.
    case schedule
    /// Integers of the weights differ.
    case weights
    /// Prompts, salts or tokens differ.
    case input
    /// The architectures or the tasks differ.
    case config
    /// All records that both hold are equal, and one trace holds more.
    case inconclusive

    /// Whether a difference was found, as opposed to equality or missing evidence.
    package var isDifference: Bool {
        switch self {
        case .match, .inconclusive: false
        case .root, .propagated, .schedule, .weights, .input, .config: true
        }
    }

    /// The rank of the verdict: 0 for a match, then missing evidence, then differences; the earlier
    /// the rule asks for a difference, the higher its rank.
    package var severity: Int {
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

/// The verdict on the proofs alone, whatever else the traces hold.
package enum ProofsVerdict: String, Sendable, CaseIterable {
    /// Both have the same prompts, and a proof of each, all equal.
    case match
    case differs
    /// A proof is missing on a side, and all proofs that are on both sides are equal.
    case inconclusive
}
