import Encodings
import MeshLedger
import MeshNetwork
import Trials

/// The history of the golden: twelve epochs of eight nodes, with every call and every outcome of an
/// epoch. It follows from nothing but its text here.
enum GoldenLedger {
    private static let coin = LedgerBench.coin
    private static let nodes = LedgerBench.nodes

    static func made(
        onEpoch: @escaping (LedgerBench) -> Void = { _ in }
    ) throws -> LedgerBench {
        let bench = LedgerBench()
        bench.onEpoch = onEpoch
        try foundingEpoch(bench)
        for _ in 1...4 { try scoredEpoch(bench) }
        try colludingEpoch(bench)
        try silentEpoch(bench)
        try emergencyEpochs(bench)
        try epochWithoutQuorum(bench)
        try guiltyEpoch(bench)
        try emptyEpoch(bench)
        bench.close()
        return bench
    }

    /// Scores of a verifier: of each peer another, and each a little different from the others'.
    private static func scores(_ bench: LedgerBench, _ verifier: MeshSigner) -> [UInt64] {
        bench.ledger.state.epoch.heartbeats.keys.map { key in
            UInt64(FixedPoint.one) - UInt64(key.bytes[0]) * 1_000_000_000_000_000
                - UInt64(verifier.key.bytes[0]) * 1_000_000_000_000
        }
    }

    /// Heartbeats to reveals. It ends at the first place of proposals.
    private static func score(
        _ bench: LedgerBench, peers: [MeshSigner], verifiers: [MeshSigner],
        lying: [MeshSigner] = []
    ) throws {
        try bench.beat(peers)
        let windows = bench.ledger.rules.windows
        try bench.advance(toPlace: windows.heartbeatEnd)
        func told(_ verifier: MeshSigner) -> [UInt64] {
            let honest = scores(bench, verifier)
            return lying.contains { $0.key == verifier.key } ? honest.map { _ in 0 } : honest
        }
        for verifier in verifiers { try bench.commit(verifier, told(verifier)) }
        try bench.advance(toPlace: windows.commitEnd)
        for verifier in verifiers { try bench.reveal(verifier, told(verifier)) }
        try bench.advance(toPlace: windows.proposalStart)
    }

    /// Epoch 0: four founders; four newcomers are funded and register.
    ///
    /// - Parameter onProposal: told when the epoch has its proposal.
    static func foundingEpoch(
        _ bench: LedgerBench, onProposal: (LedgerBench) -> Void = { _ in }
    ) throws {
        let wallet = LedgerBench.wallet
        for node in LedgerBench.newcomers {
            try bench.send(.transfer(to: node.key, units: 500 * coin), by: wallet)
        }
        // Anybody hands in anybody's heartbeat.
        try bench.send(.heartbeat(bench.heartbeat(nodes[1])), by: wallet)
        try bench.next()
        try score(
            bench, peers: [nodes[0], nodes[2], nodes[3]], verifiers: LedgerBench.founders)
        for (place, node) in LedgerBench.newcomers.enumerated() {
            try bench.send(.register(units: (200 + 50 * place) * coin), by: node)
            bench.refuse(bench.signed(.register(units: 200 * coin), by: node))
        }
        try bench.propose()
        onProposal(bench)
        // Each in a slot of its own: a later attestation has a lower factor.
        for node in LedgerBench.founders {
            try bench.attest([node])
            try bench.next()
        }
        try bench.send(.addStake(units: 25 * coin), by: nodes[4])
        bench.refuse(bench.signed(.addStake(units: 2_500 * coin), by: nodes[4]))
        try bench.advance(toEpoch: 1)
    }

    /// Epochs 1 to 4: the newcomers are Idle, then Included.
    private static func scoredEpoch(_ bench: LedgerBench) throws {
        try score(bench, peers: bench.peers, verifiers: bench.validators)
        for node in LedgerBench.newcomers { refuseAttestation(bench, node) }
        try bench.propose()
        for node in LedgerBench.newcomers { refuseAttestation(bench, node) }
        try bench.attest(bench.validators)
        try bench.advance(toEpoch: bench.epoch + 1)
    }

    private static func refuseAttestation(_ bench: LedgerBench, _ node: MeshSigner) {
        let id = bench.ledger.state.epoch.proposal?.id ?? [UInt8](repeating: 0, count: 32)
        bench.refuse(bench.signed(.attest(epoch: bench.epoch, proposal: id), by: node))
    }

    /// Epoch 5: eight validators, three of which give everybody 0; one has no heartbeat.
    private static func colludingEpoch(_ bench: LedgerBench) throws {
        try score(
            bench, peers: Array(nodes[0..<7]), verifiers: bench.validators,
            lying: Array(nodes[5..<8]))
        refuseProposals(bench)
        try bench.advance(toPlace: bench.place + 1)
        try bench.propose()
        refuseProposals(bench)
        try bench.attest(Array(nodes[0..<6]))
        try bench.advance(toPlace: 19)
        try bench.attest([nodes[6]])
        try bench.advance(toEpoch: 6)
    }

    /// Proposals with another root, another order, other scores, and by another validator.
    private static func refuseProposals(_ bench: LedgerBench) {
        guard let elected = bench.elected, let snapshot = bench.ledger.state.epoch.snapshot,
            let other = bench.validators.first(where: { $0.key != elected.key })
        else { return }
        let entries = snapshot.entries
        let unpaid = entries.map { ScoredKey(key: $0.key, score: 0) }
        let drafts: [(root: [UInt8], entries: [ScoredKey])] = [
            (bench.ledger.chain, entries), (snapshot.root, entries + entries),
            (snapshot.root, unpaid), (snapshot.root, Array(entries.dropLast())),
        ]
        for draft in drafts {
            let body = MeshCallBody.propose(
                epoch: bench.epoch, root: draft.root, entries: draft.entries)
            bench.refuse(bench.signed(body, by: elected))
        }
        let body = MeshCallBody.propose(
            epoch: bench.epoch, root: snapshot.root, entries: entries)
        bench.refuse(bench.signed(body, by: other))
    }

    /// Epoch 6: the elected validator says nothing; one commits and does not reveal.
    private static func silentEpoch(_ bench: LedgerBench) throws {
        try bench.beat(bench.peers)
        bench.refuse(bench.signed(.heartbeat(bench.heartbeat(nodes[0])), by: nodes[0]))
        try bench.advance(toPlace: 2)
        bench.refuse(bench.signed(.heartbeat(bench.heartbeat(nodes[0])), by: nodes[0]))
        try bench.commit(nodes[2], scores(bench, nodes[2]))
        bench.refuse(
            bench.signed(.commit(epoch: 6, hash: bench.ledger.chain), by: nodes[2]))
        try bench.advance(toPlace: 10)
        bench.refuse(
            bench.signed(
                .reveal(epoch: 6, salt: LedgerBench.salt(nodes[2]), scores: [1]), by: nodes[2]))
        try bench.advance(toEpoch: 7)
    }

    /// Epochs 7 and 8: the owner names three founders, who alone are elected and attest.
    private static func emergencyEpochs(_ bench: LedgerBench) throws {
        let members = nodes[0..<3].map(\.key).sorted()
        bench.refuse(
            bench.signed(.emergency(lastEpoch: 8, members: members), by: nodes[0]))
        bench.refuse(
            bench.signed(.emergency(lastEpoch: 10, members: members), by: LedgerBench.owner))
        try bench.send(.emergency(lastEpoch: 8, members: members), by: LedgerBench.owner)
        for epoch in 7...8 {
            try score(bench, peers: bench.peers, verifiers: bench.validators)
            try bench.propose()
            refuseAttestation(bench, nodes[7])
            try bench.attest(Array(nodes[0..<3]))
            try bench.advance(toEpoch: UInt64(epoch) + 1)
        }
    }

    /// Epoch 9: a proposal and two attestations of eight.
    private static func epochWithoutQuorum(_ bench: LedgerBench) throws {
        try score(bench, peers: bench.peers, verifiers: bench.validators)
        try bench.propose()
        try bench.attest([bench.elected?.key == nodes[0].key ? nodes[1] : nodes[0]])
        try bench.advance(toEpoch: 10)
    }

    /// Epoch 10: two validators sign what excludes itself; one leaves; one takes a part of its
    /// stake.
    private static func guiltyEpoch(_ bench: LedgerBench) throws {
        try bench.beat(bench.peers)
        let again = bench.heartbeat(nodes[7], value: [1])
        let first = bench.heartbeat(nodes[7])
        try bench.send(.twoRecords(first: first, second: again), by: LedgerBench.wallet)
        bench.refuse(
            bench.signed(.twoRecords(first: again, second: first), by: LedgerBench.wallet))
        try bench.advance(toPlace: 11)
        let attests = [UInt8(1), 2].map { number in
            bench.signed(
                .attest(epoch: 10, proposal: [UInt8](repeating: number, count: 32)),
                by: nodes[6], ahead: UInt64(number))
        }
        bench.refuse(
            bench.signed(
                .twoCalls(first: attests[0], second: attests[0]), by: LedgerBench.wallet))
        try bench.send(.twoCalls(first: attests[0], second: attests[1]), by: nodes[0])
        bench.refuse(bench.signed(.withdraw(units: 690 * coin), by: nodes[3]))
        let stake = bench.ledger.state[nodes[3].key].seat?.stake ?? 0
        try bench.advance(toPlace: 14)
        try bench.propose()
        try bench.attest([nodes[0], nodes[1], nodes[2], nodes[4], nodes[5]])
        try bench.send(.withdraw(units: stake), by: nodes[3])
        try bench.send(.withdraw(units: 30 * coin), by: nodes[4])
        try bench.advance(toEpoch: 11)
    }

    /// Epoch 11: nobody has a heartbeat, and everybody agrees on nothing. Then epoch 12 begins.
    private static func emptyEpoch(_ bench: LedgerBench) throws {
        try bench.advance(toPlace: bench.ledger.rules.windows.proposalStart)
        try bench.propose()
        try bench.attest(bench.validators)
        try bench.send(
            .transfer(to: LedgerBench.owner.key, units: 3 * coin), by: LedgerBench.wallet)
        bench.refuse(
            bench.signed(
                .transfer(to: LedgerBench.wallet.key, units: 3 * coin), by: LedgerBench.stranger))
        try bench.advance(toEpoch: 12)
        try bench.next()
    }

    // MARK: The file

    static func document(_ bench: LedgerBench) -> JSONValue {
        func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }
        let parameters = bench.ledger.genesis.parameters
        return .object([
            JSONMember("name", .string(parameters.name)),
            JSONMember("epoch_slots", .integer(Int(parameters.epochSlotCount))),
            JSONMember("slot_milliseconds", .integer(Int(parameters.slotMilliseconds))),
            JSONMember("genesis_milliseconds", .integer(Int(parameters.genesisMilliseconds))),
            JSONMember("stake_min", .integer(Int(parameters.stakeMin))),
            JSONMember("network", hex(parameters.network)),
            JSONMember("genesis", hex(bench.ledger.genesis.bytes)),
            JSONMember("chain", hex(bench.ledger.chain)),
            JSONMember(
                "slots",
                .array(
                    bench.slots.map { slot in
                        .object([
                            JSONMember("slot", .integer(Int(slot.number))),
                            JSONMember("beacon", hex(slot.beacon)),
                            JSONMember(
                                "calls",
                                .array(
                                    slot.calls.map { call in
                                        .array([hex(call.bytes), .string(call.refusal ?? "taken")])
                                    })),
                            JSONMember("digest", hex(slot.digest)),
                        ])
                    })),
            JSONMember("state", hex(bench.ledger.state.bytes)),
        ])
    }
}
