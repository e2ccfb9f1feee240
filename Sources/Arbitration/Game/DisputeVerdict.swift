package import Cryptography

/// The finding of the referee.
package struct DisputeVerdict: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Both committed to the same results: there is nothing to dispute.
        case agreed
        /// A party lied, or both did.
        case decided
        /// Neither party answered.
        case inconclusive
        /// Both parties ran the same, and not the task: nothing is judged, and nobody is blamed.
        case otherTask = "other_task"
    }

    package let kind: Kind
    /// The reason for which each party lost; nil for a party that did not lose.
    package let faults: Pair<DisputeFault?>
    /// The place where the parties' commitments differ, as far as the game came.
    package let path: DisputePath

    package var losers: [Side] { Side.allCases.filter { faults[$0] != nil } }
}

/// The way down from the run to one element.
package struct DisputePath: Sendable, Equatable {
    package var prompt: Int?
    /// The operation's place in the schedule.
    package var place: Int?
    package var tile: Int?
    /// The element's place in the tensor: row-major, and by dimensions.
    package var element: Int?
    package var index: [Int] = []
    /// The value that each party committed to there; nil for the proof, which has no elements.
    package var values: Pair<Int64>?
    /// The value that the definition gives; nil where the game ended before, or where only parts of
    /// sums were computed and neither party's value is right.
    package var rightValue: Int64?
    /// The proofs that the parties committed to, and the proof that the rows make, where the
    /// parties differ there.
    package var proofs: Pair<Digest>?
    package var rightProof: Digest?
    /// The terms of the part that was opened, where the sum was cut into parts.
    package var terms: Range<Int>?
    /// The nodes of each tree that the descent passed: level and index from the root down.
    package var steps: [Step] = []

    package struct Step: Sendable, Equatable {
        package let tree: String
        package let level: Int
        package let index: Int
        package let leafCount: Int
    }
}
