import MeshLedger
import MeshNetwork
import Trials

/// Attempts that no call is refused for: what the passing of slots and epochs makes of them.
extension GuardCase {
    private static let coin = LedgerBench.coin
    private static let founders = LedgerBench.founders
    private static let newcomers = LedgerBench.newcomers
    private static let one = UInt64(FixedPoint.one)

    private static func stake(_ bench: LedgerBench, _ node: MeshSigner) -> Int {
        bench.ledger.state[node.key].seat?.stake ?? 0
    }

    /// Commits and reveals of founders, the first ones of which give everybody 0.
    private static func score(
        _ bench: LedgerBench, liars: Int, honest: Int
    ) throws -> [ScoredKey] {
        try bench.beat(founders)
        try bench.advance(toPlace: 2)
        let zeros = [UInt64](repeating: 0, count: 4)
        let ones = [UInt64](repeating: one, count: 4)
        for (place, node) in founders.prefix(liars + honest).enumerated() {
            try bench.commit(node, place < liars ? zeros : ones)
        }
        try bench.advance(toPlace: 10)
        for (place, node) in founders.prefix(liars + honest).enumerated() {
            try bench.reveal(node, place < liars ? zeros : ones)
        }
        try bench.advance(toPlace: 12)
        return bench.ledger.state.epoch.snapshot?.entries ?? []
    }

    static let slots: [GuardCase] = [
        // NET-1: a key is tried until its id lies well, which needs a beacon that is known.
        GuardCase(stoppedBy: MeshLedgerGuards.beaconAfter) { bench in
            let known = bench.ledger.state.beacon
            try bench.send(.register(units: 200 * coin), by: newcomers[0])
            try bench.next()
            let beacon = bench.ledger.registry.peer(newcomers[0].key)?.beacon
            return beacon == known ? nil : MeshLedgerGuards.beaconAfter.name
        },
        // TRN-1: the stake is withdrawn, and access goes on.
        GuardCase(stoppedBy: MeshLedgerGuards.registryFresh) { bench in
            try bench.send(.withdraw(units: stake(bench, founders[0])), by: founders[0])
            try bench.next()
            return bench.ledger.registry.peer(founders[0].key) == nil
                ? MeshLedgerGuards.registryFresh.name : nil
        },
        // TRN-2: a newcomer is locked out.
        GuardCase(stoppedBy: MeshLedgerGuards.registryFresh) { bench in
            try bench.send(.register(units: 200 * coin), by: newcomers[0])
            try bench.next()
            return bench.ledger.registry.peer(newcomers[0].key) == nil
                ? nil : MeshLedgerGuards.registryFresh.name
        },
        // POI-1: one verifier speaks for all.
        GuardCase(stoppedBy: MeshLedgerGuards.scoreQuorum) { bench in
            let entries = try score(bench, liars: 2, honest: 0)
            return entries.count == 4 && entries.allSatisfy { $0.score == 0 }
                ? nil : MeshLedgerGuards.scoreQuorum.name
        },
        // POI-1: one of three moves the mean.
        GuardCase(stoppedBy: MeshLedgerGuards.median) { bench in
            let entries = try score(bench, liars: 1, honest: 2)
            return entries.count == 4 && entries.allSatisfy { $0.score < one }
                ? nil : MeshLedgerGuards.median.name
        },
    ]

    static let settlements: [GuardCase] = [
        GuardCase(stoppedBy: MeshLedgerGuards.quorum) { bench in
            try bench.failEpoch()
            return bench.ledger.state.hasFailed ? MeshLedgerGuards.quorum.name : nil
        },
        // Validators stay away so that an honest proposer is slashed.
        GuardCase(stoppedBy: MeshLedgerGuards.absentPays) { bench in
            try bench.proposeHonestly()
            guard let elected = bench.elected else { return "nobody elected" }
            let before = stake(bench, elected)
            try bench.advance(toEpoch: 1)
            return stake(bench, elected) < before ? nil : MeshLedgerGuards.absentPays.name
        },
        // LED-1: no attestation, full pay.
        GuardCase(stoppedBy: MeshLedgerGuards.attestedPay) { bench in
            try bench.proposeHonestly()
            guard let idle = founders.first(where: { $0.key != bench.elected?.key }) else {
                return "nobody"
            }
            try bench.attest(founders.filter { $0.key != idle.key })
            let before = stake(bench, idle)
            try bench.advance(toEpoch: 1)
            return stake(bench, idle) > before ? nil : MeshLedgerGuards.attestedPay.name
        },
        // The last attestation is paid like the first.
        GuardCase(stoppedBy: MeshLedgerGuards.attestSlot) { bench in
            try bench.proposeHonestly()
            let others = founders.filter { $0.key != bench.elected?.key }
            try bench.attest(Array(others.dropLast()))
            try bench.advance(toPlace: 19)
            let before = others.map { stake(bench, $0) }
            try bench.attest(others)
            try bench.advance(toEpoch: 1)
            let gains = zip(others, before).map { stake(bench, $0) - $1 }
            return gains[0] == gains[2] ? nil : MeshLedgerGuards.attestSlot.name
        },
        // DET-1: a node whose library has another curve pays other units.
        GuardCase(
            stoppedBy: MeshLedgerGuards.curveTable,
            foreignCurves: RewardCurves(
                proposer: { RewardCurves.proposerFactor($0) - 1_000_000_000_000 },
                attestor: RewardCurves.attestorFactor)
        ) { bench in
            try bench.liveHonestly()
            let other = LedgerBench(genesis: bench.ledger.genesis)
            try other.liveHonestly()
            return bench.ledger.stateDigest == other.ledger.stateDigest
                ? MeshLedgerGuards.curveTable.name : nil
        },
    ]
}
