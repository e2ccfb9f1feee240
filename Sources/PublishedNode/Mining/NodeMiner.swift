internal import BigInt
package import Fingerprints

/// A source of attempts: this machine's, or those that a record tells of.
package protocol NodeMiner: Sendable {
    /// Up to so many attempts on a draft; fewer where one wins, or where mining is to end.
    func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice
}

/// Attempts of one thread: prompts by chance, a few proven together.
package struct ProofMiner: NodeMiner {
    /// How many prompts are proven together.
    private static let batchCount = 16

    private let proofs: any ProofSource
    private let chance: any NodeChance

    package init(proofs: any ProofSource, chance: any NodeChance) {
        self.proofs = proofs
        self.chance = chance
    }

    package func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice {
        // At most `attemptCountMax`.
        var attemptCount = 0
        while attemptCount < attemptCountMax {
            let count = min(Self.batchCount, attemptCountMax - attemptCount)
            let prompts = (0..<count).map { _ in chance.prompt() }
            let answers = proofs.proofHashes(
                prompts.map { ProofQuestion(salt: draft.salt, prompt: Array($0.utf8)) })
            for (prompt, answer) in zip(prompts, answers) {
                attemptCount += 1
                guard case .success(let hash) = answer,
                    let number = BigInt(hash, radix: 16), number < draft.target
                else { continue }
                return MiningSlice(
                    win: MiningWin(prompt: prompt, proofHash: hash), attemptCount: attemptCount)
            }
        }
        return MiningSlice(win: nil, attemptCount: attemptCount)
    }
}
