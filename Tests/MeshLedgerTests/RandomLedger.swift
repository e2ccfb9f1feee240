import MeshLedger
import MeshNetwork
import Trials

/// Seeded histories of eight nodes that do something or nothing, some of it wrong, in short epochs.
struct RandomLedger {
    private var random: ActorRandom
    let bench = LedgerBench(
        genesis: LedgerBench.genesis(slotCount: 10, newcomersFunded: true))
    private(set) var takenCount = 0
    /// Slots whose units did not add up, or with a number out of its range: none.
    private(set) var wrongSlots: [UInt64] = []

    init(seed: String) {
        random = ActorRandom(seed: seed, actor: "ledger")
    }

    mutating func play(epochCount: Int) throws {
        for _ in 0..<epochCount * 10 {
            for node in LedgerBench.nodes where random.happens(permille: 800) { act(node) }
            if random.happens(permille: 100) { accuse() }
            judge()
            try bench.next()
            judge()
        }
    }

    private mutating func act(_ node: MeshSigner) {
        let count = bench.ledger.state.epoch.heartbeats.count
        let scores = (0..<count).map { UInt64($0) * 100_000_000_000_000_000 }
        let bodies: [MeshCallBody]
        switch bench.place {
        case 0: bodies = [.heartbeat(bench.heartbeat(node))]
        case 1...4: bodies = [.commit(epoch: bench.epoch, hash: bench.hash(node, scores))]
        case 5:
            bodies = [
                .reveal(epoch: bench.epoch, salt: LedgerBench.salt(node), scores: scores)
            ]
        case 6: bodies = money(node)
        case 7: bodies = [bench.ledger.expectedProposal].compactMap(\.self)
        default:
            let id = bench.ledger.state.epoch.proposal?.id ?? bench.ledger.chain
            bodies = [.attest(epoch: bench.epoch, proposal: id)]
        }
        for body in bodies where bench.tryCall(body, by: node) == nil { takenCount += 1 }
    }

    private mutating func money(_ node: MeshSigner) -> [MeshCallBody] {
        let coin = LedgerBench.coin
        let units = random.integer(in: 0...300) * coin + random.integer(in: 0...coin)
        let other = LedgerBench.nodes[random.integer(in: 0...7)]
        let stake = bench.ledger.state[node.key].seat?.stake ?? 0
        let members = bench.validators.prefix(3).map(\.key).sorted()
        let all: [MeshCallBody] = [
            .register(units: units), .addStake(units: units), .withdraw(units: units),
            .withdraw(units: stake), .transfer(to: other.key, units: units),
        ]
        _ = bench.tryCall(
            .emergency(lastEpoch: bench.epoch + 1, members: members), by: LedgerBench.owner)
        return [all[random.integer(in: 0...4)], all[random.integer(in: 0...1)]]
    }

    private mutating func accuse() {
        let node = LedgerBench.nodes[random.integer(in: 4...7)]
        let two = bench.attestations(node, 1, 2)
        if bench.tryCall(.twoCalls(first: two[0], second: two[1]), by: LedgerBench.wallet) == nil {
            takenCount += 1
        }
    }

    private mutating func judge() {
        let state = bench.ledger.state
        let isRight =
            bench.ledger.hasAllUnits && state.burnt >= 0
            && state.accounts.values.allSatisfy { account in
                account.balance >= 0 && UInt128(account.reputation) <= FixedPoint.one
                    && (account.seat?.stake ?? 1) > 0
                    && account.endings.allSatisfy { $0.units >= 0 }
            }
        if !isRight { wrongSlots.append(state.slot) }
    }
}
