/// The rounds of an engine, this one or another.
package struct PeerRounds: Sendable {
    /// All prompts in batches of one size, once a round.
    package struct Column: Sendable {
        package let batchPromptCount: Int
        /// A round each.
        package var nanoseconds: [Int] = []
        package var digests: [String] = []
        /// How many of the last round's proofs are the protocol's; nil where the engine has none.
        package var equalProofCount: Int?
        /// The largest difference of a probability from the exact one, in millionths.
        package var furthestMillionths: Int?

        /// Whether every round had the same bits.
        package var isRepeated: Bool { digests.allSatisfy { $0 == digests[0] } }

        package init(batchPromptCount: Int) {
            self.batchPromptCount = batchPromptCount
        }
    }

    package let engine: PeerGreeting.Engine
    package var columns: [Column]
    /// Empty for nothing to say.
    package var note = ""

    package init(engine: PeerGreeting.Engine, batchPromptCounts: [Int]) {
        self.engine = engine
        columns = batchPromptCounts.map(Column.init)
    }
}

/// All that a run with other engines measured.
package struct PeerResults: Sendable {
    /// This engine as the others run: all threads work on one batch.
    package var ours: PeerRounds
    /// This engine as a receipt is made: each thread works on batches of its own.
    package var receipt: PeerRounds
    package var peers: [PeerRounds] = []
    /// Engines that are not there, with the reasons.
    package var missing: [(engine: String, reason: String)] = []
    package var failures: [PeerError] = []
    package let promptCount: Int
    package let tokenCount: Int

    package init(ours: PeerRounds, receipt: PeerRounds, promptCount: Int, tokenCount: Int) {
        self.ours = ours
        self.receipt = receipt
        self.promptCount = promptCount
        self.tokenCount = tokenCount
    }
}
