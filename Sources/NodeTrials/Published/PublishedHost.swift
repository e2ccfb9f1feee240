internal import Chains
internal import Cryptography
internal import Encodings
internal import Fingerprints
internal import GlyphChain
internal import PublishedNode
internal import PythonValues
internal import Scenarios
internal import Synchronization
internal import Trials

/// Attempts that are made only where the trial lets a node win.
final class SwitchedMiner: NodeMiner {
    private let inside: ProofMiner
    private let isOn = Mutex(false)

    init(_ inside: ProofMiner) {
        self.inside = inside
    }

    func set(isOn: Bool) { self.isOn.withLock { $0 = isOn } }

    func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice {
        guard isOn.withLock({ $0 }) else { return MiningSlice(win: nil, attemptCount: 0) }
        return inside.attempt(draft, attemptCountMax: attemptCountMax)
    }
}

/// Refusals of a node's judgements, until somebody takes them.
final class RefusalNotes: Sendable {
    private let refused = Mutex<[Refusal]>([])

    func note(_ refusals: [Refusal]) { refused.withLock { $0 += refusals } }

    func take() -> [Refusal] {
        refused.withLock { refused in
            defer { refused = [] }
            return refused
        }
    }
}

/// A published node's machine in a trial: its folder, its clock, and its server.
final class PublishedHost: Sendable {
    let name: String
    let files = HeldFiles()
    let clock = PublishedHostClock()
    let gate = BodyGate()
    let counter = WorkCounter()
    let miner: SwitchedMiner
    let surroundings: NodeSurroundings
    private let refused: RefusalNotes
    private let isUp = Mutex(true)

    init(
        _ name: String, wallet: Wallet, proofs: any ProofSource, setup: TrialSetup,
        network: PublishedRoads
    ) {
        self.name = name
        let refused = RefusalNotes()
        self.refused = refused
        let counted = CountingProofs(proofs, counter)
        let chance = SeededChance(seed: setup.seed, actor: "chance of \(name)")
        miner = SwitchedMiner(ProofMiner(proofs: proofs, chance: chance))
        surroundings = NodeSurroundings(
            folder: PublishedFolder(files: files), clock: clock, chance: chance, miner: miner,
            proofs: counted, transport: PublishedWire(of: name, clock: clock, network),
            guards: setup.guards, noteRefusals: { refused.note($0) }, printLine: { _ in })
        files.overwrite(.wallets, with: Self.wallets(name, wallet))
    }

    private static func wallets(_ name: String, _ wallet: Wallet) -> [UInt8] {
        var members = PythonDictionary()
        members["private"] = .text(Hexadecimal.text(of: wallet.privateKey))
        members["public"] = .text(Hexadecimal.text(of: wallet.publicKey.rawBytes))
        members["address"] = .text(wallet.address)
        var wallets = PythonDictionary()
        wallets[name] = .dictionary(members)
        return (try? NodeJSON.indented(.dictionary(wallets))) ?? []
    }

    var folder: PublishedFolder { surroundings.folder }
    var server: PublishedServer { PublishedServer(folder: folder) }
    var isAlive: Bool { isUp.withLock { $0 } }

    func die() { isUp.withLock { $0 = false } }
    func revive() { isUp.withLock { $0 = true } }

    func connection() -> WireReader {
        WireReader(server: server, gate: gate) { [clock] in clock.seconds() }
    }

    /// The refusals since the last call of this.
    func takeRefusals() -> [Refusal] { refused.take() }
}
