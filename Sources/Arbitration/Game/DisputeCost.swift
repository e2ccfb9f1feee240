/// The cost of a dispute: rounds, bytes and the referee's work.
package struct DisputeCost: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        case root, prompts, records, tiles, leaf

        /// The phase's name in reports.
        package var title: String {
            switch self {
            case .root: "root"
            case .prompts: "prompts"
            case .records: "operations"
            case .tiles: "tiles"
            case .leaf: "element"
            }
        }
    }

    /// The rounds of each phase, in the order of ``Phase/allCases``. A round is a question to one
    /// party or to both.
    package private(set) var rounds = [Int](repeating: 0, count: Phase.allCases.count)
    /// The bytes of all that each party posted.
    package private(set) var postedByteCounts = Pair(both: 0)
    /// The bytes, among these, of the opening of the element's inputs that was judged; of two
    /// openings the last, since the first was none.
    package private(set) var evidenceByteCount = 0
    /// The products that the referee computed.
    package var multiplyAddCount = 0

    package var roundCount: Int { rounds.reduce(0, +) }
    package var postedByteCount: Int { postedByteCounts.left + postedByteCounts.right }

    package func roundCount(_ phase: Phase) -> Int { rounds[Self.place(phase)] }

    mutating func addRound(_ phase: Phase) { rounds[Self.place(phase)] += 1 }

    mutating func addPosted(_ answer: DisputeAnswer, by side: Side, isEvidence: Bool) {
        postedByteCounts[side] += answer.byteCount
        if isEvidence { evidenceByteCount = answer.byteCount }
    }

    private static func place(_ phase: Phase) -> Int {
        Phase.allCases.firstIndex(of: phase) ?? 0
    }
}
