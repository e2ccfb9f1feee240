import Cryptography
import MeshLedger
import MeshNetwork
import Trials

/// A ledger with known parties, honest use of it, and a record of what it was told.
final class LedgerBench {
    /// A slot: its beacon, what was taken and refused in it, and the state after all of it.
    struct Slot {
        let number: UInt64
        let beacon: [UInt8]
        /// The calls in their order; of each the guard that refused it, nil if it was taken.
        var calls: [(bytes: [UInt8], refusal: String?)] = []
        var digest: [UInt8] = []
    }

    static let coin = MeshLedgerLimits.unitsPerCoin
    /// Four founders, who are Validators from the start, and four that come later.
    static let nodes = (0..<8).map { signer("node \($0)") }
    static let founders = Array(nodes[0..<4])
    static let newcomers = Array(nodes[4..<8])
    static let owner = signer("owner")
    static let wallet = signer("wallet")
    static let stranger = signer("stranger")

    static func signer(_ name: String) -> MeshSigner {
        MeshSigner(seed: Digests.sha256("glyphlab mesh bench \(name)".utf8).bytes)
    }

    static func genesis(slotCount: UInt64 = 20, newcomersFunded: Bool = false) -> MeshGenesis {
        let parameters = MeshParameters(
            name: "bench", epochSlotCount: slotCount, slotMilliseconds: 6_000,
            genesisMilliseconds: 1_700_000_000_000, stakeMin: UInt64(100 * coin))
        var allocations = [
            MeshGenesis.Entry(key: owner.key, units: 5 * coin),
            MeshGenesis.Entry(key: wallet.key, units: 10_000 * coin),
        ]
        if newcomersFunded {
            allocations += newcomers.map { MeshGenesis.Entry(key: $0.key, units: 1_000 * coin) }
        }
        let genesis = parameters.flatMap { parameters in
            MeshGenesis(
                parameters: parameters, beacon: beacon(0), owner: owner.key, pot: 100 * coin,
                allocations: allocations,
                founders: founders.enumerated().map {
                    MeshGenesis.Entry(key: $1.key, units: (1_000 - 100 * $0) * coin)
                })
        }
        guard let genesis else { preconditionFailure("a bench of good constants") }
        return genesis
    }

    static func beacon(_ slot: UInt64) -> [UInt8] {
        Digests.sha256("glyphlab mesh bench beacon \(slot)".utf8).bytes
    }

    var ledger: MeshLedger
    /// Told of each epoch's first slot.
    var onEpoch: (LedgerBench) -> Void = { _ in }
    private(set) var slots = [Slot(number: 0, beacon: LedgerBench.beacon(0))]

    init(
        guards: Guards = .all, genesis: MeshGenesis = genesis(),
        foreignCurves: RewardCurves = .integers
    ) {
        ledger = MeshLedger(genesis, guards: guards, foreignCurves: foreignCurves)
    }

    var epoch: UInt64 { ledger.state.epoch.number }
    var place: UInt64 { ledger.rules.windows.place(ledger.state.slot) }
    var slotCount: UInt64 { ledger.rules.windows.slotCount }

    // MARK: Slots

    func next() throws {
        let slot = ledger.state.slot + 1
        close()
        try ledger.advance(to: slot, beacon: Self.beacon(slot))
        slots.append(Slot(number: slot, beacon: Self.beacon(slot)))
        if place == 0 { onEpoch(self) }
    }

    /// Notes the state after all calls of the slot.
    func close() { slots[slots.count - 1].digest = ledger.stateDigest }

    func advance(toPlace place: UInt64) throws {
        while self.place < place { try next() }
    }

    func advance(toEpoch epoch: UInt64) throws {
        while self.epoch < epoch { try next() }
    }

    // MARK: Calls

    func signed(_ body: MeshCallBody, by signer: MeshSigner, ahead: UInt64 = 0) -> [UInt8] {
        MeshCall(
            body, nonce: ledger.state[signer.key].nonce + ahead, by: signer, chain: ledger.chain
        ).bytes
    }

    func send(_ body: MeshCallBody, by signer: MeshSigner) throws {
        try take(signed(body, by: signer))
    }

    func take(_ bytes: [UInt8]) throws {
        try ledger.take(bytes)
        slots[slots.count - 1].calls.append((bytes, nil))
    }

    /// Sends what must be refused. **Result:** the guard's name; nil if it was taken.
    @discardableResult
    func refuse(_ bytes: [UInt8]) -> String? {
        do {
            try take(bytes)
            return nil
        } catch {
            let name = (error as? Refusal)?.by.name ?? "\(error)"
            slots[slots.count - 1].calls.append((bytes, name))
            return name
        }
    }

    // MARK: Parts of an honest epoch

    func heartbeat(
        _ signer: MeshSigner, sequence: UInt64? = nil, value: [UInt8] = [0]
    ) -> MeshRecord {
        var draft = MeshRecord.Draft(
            kind: .heartbeat, epoch: epoch, slot: ledger.state.slot, expiry: epoch + 1,
            value: value)
        draft.sequence = sequence ?? epoch
        return MeshRecord(draft, by: signer, network: ledger.genesis.parameters.network)
    }

    /// Peers that are Idle at the least.
    var peers: [MeshSigner] {
        Self.nodes.filter { node in
            guard let seat = ledger.state[node.key].seat else { return false }
            return seat.rank >= .idle && seat.startEpoch <= epoch
        }
    }

    var validators: [MeshSigner] {
        peers.filter { ledger.state[$0.key].seat?.rank == .validator }
    }

    func beat(_ nodes: [MeshSigner]) throws {
        for node in nodes { try send(.heartbeat(heartbeat(node)), by: node) }
    }

    static func salt(_ signer: MeshSigner) -> [UInt8] {
        Digests.sha256(signer.key.bytes).bytes
    }

    func commit(_ signer: MeshSigner, _ scores: [UInt64]) throws {
        try send(.commit(epoch: epoch, hash: hash(signer, scores)), by: signer)
    }

    func hash(_ signer: MeshSigner, _ scores: [UInt64]) -> [UInt8] {
        MeshLedgerRules.scoresHash(
            chain: ledger.chain, epoch: epoch, key: signer.key,
            list: ledger.state.epoch.heartbeatRoot, salt: Self.salt(signer), scores)
    }

    func reveal(_ signer: MeshSigner, _ scores: [UInt64]) throws {
        try send(.reveal(epoch: epoch, salt: Self.salt(signer), scores: scores), by: signer)
    }

    var elected: MeshSigner? {
        let key = ledger.state.epoch.snapshot?.elected
        return Self.nodes.first { $0.key == key }
    }

    /// The proposal that the ledger expects, by the elected validator.
    func propose() throws {
        guard let elected, let body = ledger.expectedProposal else { return }
        try send(body, by: elected)
    }

    var attestation: MeshCallBody {
        .attest(epoch: epoch, proposal: ledger.state.epoch.proposal?.id ?? [])
    }

    /// Attestations, where the sender did not attest already.
    func attest(_ nodes: [MeshSigner]) throws {
        for node in nodes where !ledger.state.epoch.attests.contains(where: { $0.key == node.key })
        {
            try send(attestation, by: node)
        }
    }

    /// The epoch from heartbeats to a proposal, none of it with scores. It ends at the proposal.
    func proposeHonestly() throws {
        try beat(peers)
        try advance(toPlace: ledger.rules.windows.proposalStart)
        try propose()
    }

    /// A whole epoch of which every validator attests. It ends in the next epoch's first slot.
    func liveHonestly() throws {
        try proposeHonestly()
        try attest(validators)
        try advance(toEpoch: epoch + 1)
    }
}
