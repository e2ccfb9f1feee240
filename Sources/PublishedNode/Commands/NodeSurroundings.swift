package import Fingerprints
internal import GlyphChain
internal import PythonValues
package import Trials

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
    /// The published checks that stand; trials take some out.
    package let guards: Guards
    /// Takes what a chain is refused by, for those who look on.
    package let noteRefusals: @Sendable ([Refusal]) -> Void

    package init(
        folder: PublishedFolder, clock: any NodeClock, chance: any NodeChance,
        miner: any NodeMiner, proofs: any ProofSource, transport: any NodeTransport,
        guards: Guards = .all,
        noteRefusals: @escaping @Sendable ([Refusal]) -> Void = { _ in },
        printLine: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.clock = clock
        self.chance = chance
        self.miner = miner
        self.proofs = proofs
        self.transport = transport
        self.printLine = printLine
        self.guards = guards
        self.noteRefusals = noteRefusals
    }

    /// The dealings with peers.
    var sync: PublishedSync {
        let clock = clock
        return PublishedSync(
            folder: folder, client: PublishedClient(transport: transport), proofs: proofs,
            guards: guards, clockSeconds: { clock.seconds() }, noteRefusals: noteRefusals,
            printLine: printLine)
    }

    /// The judgement of blocks at this moment; proofs of `chain` are computed some ahead.
    func verifier(of chain: PythonValue) -> PublishedVerifier {
        PublishedVerifier(
            proofs: LookaheadProofs(proofs, document: chain), clockSeconds: clock.seconds())
    }
}
