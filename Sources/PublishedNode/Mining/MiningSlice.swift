/// A prompt whose proof is below the target.
package struct MiningWin: Sendable, Equatable {
    package let prompt: String
    /// Lower-case hex.
    package let proofHash: String

    package init(prompt: String, proofHash: String) {
        self.prompt = prompt
        self.proofHash = proofHash
    }
}

/// The outcome of a slice of attempts.
package struct MiningSlice: Sendable, Equatable {
    /// Nil where all attempts were in vain.
    package let win: MiningWin?
    /// The attempts up to the winning one.
    package let attemptCount: Int

    package init(win: MiningWin?, attemptCount: Int) {
        self.win = win
        self.attemptCount = attemptCount
    }
}
