internal import BigInt
internal import Fingerprints
internal import GlyphChain
internal import PublishedNode
internal import PythonValues

/// A miner that is handed the outcome of each slice.
struct ReplayMiner: NodeMiner {
    let slice: @Sendable (_ draft: BlockDraft, _ attemptCountMax: Int) -> MiningSlice

    func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice {
        slice(draft, attemptCountMax)
    }
}

/// A recorded block as its miner found it.
struct RecordedWin {
    let win: MiningWin
    /// The salt of the recorded miner's proof.
    private let salt: String
    let seconds: Int
    let attemptCount: Int

    /// Nil for a block that a published miner cannot have made.
    ///
    /// - Parameter line: the line that the miner printed, which tells the attempts.
    init?(block: PythonValue, line: String?) {
        guard case .string(let prompt)? = try? block.member("prompt"),
            case .string(let proof)? = try? block.member("proof_hash"),
            case .integer(let time)? = try? block.member("timestamp"),
            let seconds = Int(exactly: time),
            let question = try? PublishedVerifier.question(of: block)
        else { return nil }
        win = MiningWin(prompt: prompt.shown, proofHash: proof.shown)
        salt = question.salt
        self.seconds = seconds
        attemptCount = line.flatMap(LineForms.attemptCount) ?? 1
    }

    /// The slice that this win ends: its proof is computed again, and a proof that is another
    /// wins nothing.
    ///
    /// - Parameter draft: nil where the draft is of another miner than the recorded one.
    func slice(for draft: BlockDraft?, proofs: any ProofSource) -> MiningSlice {
        let proof = try? proofs.proofHash(
            salt: draft?.salt ?? salt, prompt: Array(win.prompt.utf8))
        let isSame = proof.map { $0.utf8.elementsEqual(win.proofHash.utf8) } ?? false
        return MiningSlice(win: isSame ? win : nil, attemptCount: attemptCount)
    }
}
