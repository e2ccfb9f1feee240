package import Fingerprints
internal import GlyphChain
internal import PythonValues

/// The inputs of a published process: its folder, and all that is not in it.
package struct NodeSurroundings: Sendable {
    package let folder: PublishedFolder
    package let clock: any NodeClock
    package let chance: any NodeChance
    package let miner: any NodeMiner
    package let proofs: any ProofSource
    package let transport: any NodeTransport
    /// Takes a line of standard output.
    package let printLine: @Sendable (String) -> Void

    package init(
        folder: PublishedFolder, clock: any NodeClock, chance: any NodeChance,
        miner: any NodeMiner, proofs: any ProofSource, transport: any NodeTransport,
        printLine: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.clock = clock
        self.chance = chance
        self.miner = miner
        self.proofs = proofs
        self.transport = transport
        self.printLine = printLine
    }

    /// The dealings with peers.
    var sync: PublishedSync {
        let clock = clock
        return PublishedSync(
            folder: folder, client: PublishedClient(transport: transport), proofs: proofs,
            clockSeconds: { clock.seconds() }, printLine: printLine)
    }

    /// The judgement of blocks at this moment; proofs of `chain` are computed some ahead.
    func verifier(of chain: PythonValue) -> PublishedVerifier {
        PublishedVerifier(
            proofs: LookaheadProofs(proofs, document: chain), clockSeconds: clock.seconds())
    }
}
