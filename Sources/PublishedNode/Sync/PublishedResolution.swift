package import Fingerprints
internal import GlyphChain
package import PythonValues
package import Trials

/// The choice between a node's own chain and another's.
package struct PublishedResolution: Sendable {
    /// The other's chain as it came, where it is adopted.
    package let adopted: PythonValue?
    /// The published reason, such as `kept local: remote has <= work`.
    package let reason: String
    /// How many blocks were verified.
    package let verifiedCount: Int
    /// The refusals of the first block that did not hold, or of the payments.
    package let refusals: [Refusal]

    private init(
        adopted: PythonValue? = nil, _ reason: String, verifiedCount: Int = 0,
        refusals: [Refusal] = []
    ) {
        self.adopted = adopted
        self.refusals = refusals
        self.reason = reason
        self.verifiedCount = verifiedCount
    }

    private static let invalid = "rejected: remote chain invalid"

    /// Judges the other's chain as the published node does: by genesis, by work, by its blocks
    /// behind the common ones, by its payments.
    ///
    /// - Parameters:
    ///   - guards: the published checks that stand; trials take some out.
    ///   - clockSeconds: asked for each block.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package init(
        local: PythonValue, remote: PythonValue, proofs: any ProofSource,
        guards: Guards = .all, clockSeconds: () -> Int
    ) throws(PythonError) {
        guard try remote.firstElement().equals(local.firstElement()) else {
            self.init("rejected: different genesis")
            return
        }
        let remoteWork = try ChainFacts.work(of: remote)
        guard try remoteWork > ChainFacts.work(of: local) else {
            self.init("kept local: remote has <= work")
            return
        }
        let blocks = try remote.elements()
        let own = try local.elements()
        var common = 0
        while common < min(own.count, blocks.count), own[common].equals(blocks[common]) {
            common += 1
        }
        let new = PythonValue.list(Array(blocks[common...]))
        let ahead = LookaheadProofs(proofs, document: new)
        // The first block is common.
        for height in blocks.indices[max(common, 1)...] {
            let verifier = PublishedVerifier(
                proofs: ahead, clockSeconds: clockSeconds(), guards: guards)
            let refusals = try verifier.refusals(of: blocks[height], on: blocks[..<height])
            guard refusals.isEmpty else {
                self.init(
                    Self.invalid, verifiedCount: height - common + 1, refusals: refusals)
                return
            }
        }
        let newCount = blocks.count - common
        let verifier = PublishedVerifier(
            proofs: ahead, clockSeconds: clockSeconds(), guards: guards)
        if let stopped = try verifier.stop(ofPaymentsIn: .list(blocks)) {
            let refusal = Refusal(
                index: nil, by: stopped, message: "economics: \(stopped.name)")
            self.init(Self.invalid, verifiedCount: newCount, refusals: [refusal])
            return
        }
        self.init(
            adopted: remote,
            "adopted remote: more work and fully valid (verified \(newCount) new blocks)",
            verifiedCount: newCount)
    }
}
