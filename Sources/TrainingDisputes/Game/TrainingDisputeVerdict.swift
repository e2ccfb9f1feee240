package import Arbitration

/// The finding of the referee.
package struct TrainingDisputeVerdict: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Both committed to the same weights after every step: there is nothing to dispute.
        case agreed
        /// A party lied, or both did.
        case decided
        /// Neither party answered.
        case inconclusive
    }

    package let kind: Kind
    /// The reason for which each party lost; nil for a party that did not lose.
    package let faults: Pair<TrainingDisputeFault?>
    /// The place where the parties' commitments differ, as far as the game came.
    package let path: TrainingDisputePath

    package var losers: [Side] { Side.allCases.filter { faults[$0] != nil } }
}

/// The way down from the run to one element.
package struct TrainingDisputePath: Sendable, Equatable {
    /// The leaf of the trace: the weights after so many steps.
    package var leaf: Int?
    package var tensor: StepTensor?
    package var tile: Int?
    /// The element's place, row-major, and by row and column.
    package var element: Int?
    package var index: [Int] = []
    /// The value that each party committed to there.
    package var values: Pair<Int64>?
    /// The value that the definition gives; nil where the game ended before.
    package var rightValue: Int64?

    /// The disputed step, counted from 0; nil where the game did not come so far, and at leaf 0.
    package var step: Int? { leaf.flatMap { $0 > 0 ? $0 - 1 : nil } }
}

/// The cost of a dispute: rounds, bytes and the referee's work.
package struct TrainingDisputeCost: Sendable, Equatable {
    package internal(set) var roundCount = 0
    /// The bytes of all that each party posted.
    package internal(set) var postedByteCounts = Pair(both: 0)
    /// The bytes, among these, of the opening that was judged.
    package internal(set) var evidenceByteCount = 0
    /// The products that the referee computed.
    package internal(set) var multiplyAddCount = 0
}
