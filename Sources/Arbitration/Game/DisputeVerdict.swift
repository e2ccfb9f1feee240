package import Cryptography

/// What the referee found.
package struct DisputeVerdict: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Both committed to the same results: there is nothing to dispute.
        case agreed
        /// A party lied, or both did.
        case decided
        /// Neither answered.
        case inconclusive
        /// Both ran the same, and it is not the task: nothing is judged, and nobody blamed.
        case otherTask = "other_task"
    }

    package let kind: Kind
    /// Why a party lost; nil of one that did not.
    package let faults: Pair<DisputeFault?>
    /// Where the parties part, as far as the game came.
    package let path: DisputePath

    package var losers: [Side] { Side.allCases.filter { faults[$0] != nil } }
}

/// The way down from the run to one element.
package struct DisputePath: Sendable, Equatable {
    package var prompt: Int?
    /// In the schedule.
    package var place: Int?
    package var tile: Int?
    /// Row-major, and by dimensions.
    package var element: Int?
    package var index: [Int] = []
    /// What each party committed to there; of the proof nothing, which has no elements.
    package var values: Pair<Int64>?
    /// What the definition gives; nil where the game ended before, or only parts of sums were
    /// computed and no party's value was left standing.
    package var rightValue: Int64?
    /// The proofs that the parties committed to, and the one that the rows make, where they part
    /// there.
    package var proofs: Pair<Digest>?
    package var rightProof: Digest?
    /// The terms of the part that was opened, of a sum that was cut into parts.
    package var terms: Range<Int>?
    /// Nodes of each tree that the descent passed: level and index from the root down.
    package var steps: [Step] = []

    package struct Step: Sendable, Equatable {
        package let tree: String
        package let level: Int
        package let index: Int
        package let leafCount: Int
    }
}
