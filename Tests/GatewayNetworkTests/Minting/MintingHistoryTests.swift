import BigInt
import GatewayNetwork
import Testing
import Trials

/// Gateways that each have the minter's key, validators that vote at any of them in rising rounds,
/// and somebody who keeps every vote that was ever cast and sends whatever calls it likes.
@Suite("Histories of minting by several gateways")
struct MintingHistoryTests {
    private struct World {
        let bench: MintBench
        let gateways: [GatewaySystem]
        var random: ActorRandom
        /// The last round of each validator.
        var rounds: [Int]
        /// Every snapshot that more than two thirds agreed to at some time, and those votes.
        var agreed: [AgreedSnapshot] = []
        /// The votes for each root, of whatever round.
        var votes: [(snapshot: EpochSnapshot, entries: [VoteCertificate.Entry])] = []
        var sessions = 0

        init(seed: Int) throws {
            bench = try MintBench(nodeCount: 101)
            gateways = try [bench.ledger(), bench.ledger()]
            random = ActorRandom(seed: "minting \(seed)", actor: "world")
            rounds = bench.validators.map { _ in -1 }
            for place in gateways.indices {
                try bench.fill(gateways[place], session: "first-\(place)", tokens: 5 + place)
            }
        }

        /// Receipts of a few nodes, more than one of which makes another root.
        mutating func receipt(_ gateway: GatewaySystem) throws {
            let place = random.integer(in: 0...100)
            let receipt = bench.builder.receipt(
                gateway: Bench.gateway.key, node: bench.nodes[place].key,
                session: "more-\(sessions)", outputTokens: random.integer(in: 1...90),
                createdMilliseconds: Bench.milliseconds)
            sessions += 1
            let signed = try bench.builder.signed(
                receipt, gateway: Bench.gateway, node: bench.nodes[place])
            try bench.send(signed.bytes, .receipt, to: gateway)
        }

        /// A validator's vote for what a gateway computes: an honest one, in a round of its own.
        mutating func vote(_ gateway: GatewaySystem) throws {
            let epoch = gateway.settlements.count + 1
            let place = random.integer(in: 0...2)
            let snapshot = try bench.snapshot(gateway, epoch: epoch)
            guard snapshot.payouts.contains(where: { $0.amount > 0 }) else { return }
            rounds[place] += 1
            let validator = bench.validators[place]
            try bench.send(
                bench.vote(snapshot, validator, round: rounds[place]).bytes, .vote, to: gateway)
            let certificate = try bench.certificate(
                snapshot, by: [validator], round: rounds[place])
            note(snapshot, certificate.entries[0])
        }

        private mutating func note(_ snapshot: EpochSnapshot, _ entry: VoteCertificate.Entry) {
            if let known = votes.firstIndex(where: { $0.snapshot == snapshot }) {
                guard !votes[known].entries.contains(where: { $0.validator == entry.validator })
                else { return }
                votes[known].entries.append(entry)
                if votes[known].entries.count == 3 {
                    agreed.append(
                        AgreedSnapshot(
                            snapshot: snapshot,
                            certificate: VoteCertificate(entries: votes[known].entries)))
                }
            } else {
                votes.append((snapshot, [entry]))
            }
        }

        func settle(_ gateway: GatewaySystem) throws {
            let snapshot = try bench.snapshot(gateway, epoch: gateway.settlements.count + 1)
            // Refused where too few agreed.
            _ = try gateway.submit(
                bench.builder.settlement(snapshot).bytes, to: .settlement, from: Source(1),
                at: bench.clock)
        }

        /// Any batch of any snapshot that was ever agreed to, from anywhere.
        mutating func mint() throws {
            guard !agreed.isEmpty else { return }
            let one = agreed[random.integer(in: 0...agreed.count - 1)]
            _ = try bench.token.submit(
                bench.call(one, random.integer(in: 0...2)), to: .token,
                from: Source(UInt32(random.integer(in: 0...9))), at: bench.clock)
        }

        mutating func step() throws {
            let gateway = gateways[random.integer(in: 0...1)]
            switch random.integer(in: 0...9) {
            case 0: try receipt(gateway)
            case 1...5: try vote(gateway)
            case 6: try settle(gateway)
            default: try mint()
            }
        }
    }

    @Test("Every epoch has one root, every batch is minted once, and no epoch pays a receipt again")
    func histories() throws {
        var (rivals, minted) = (0, 0)
        for seed in 0..<3 {
            var world = try World(seed: seed)
            for _ in 0..<90 {
                try world.step()
                check(world, "seed \(seed)")
            }
            let epochs = Set(world.agreed.map(\.snapshot.epoch))
            rivals += world.agreed.count - epochs.count
            minted += world.bench.token.token.batches.count
        }
        // The histories are of the kind that the test is about.
        #expect(rivals > 3)
        #expect(minted > 3)
    }

    private func check(_ world: World, _ name: Comment) {
        let token = world.bench.token.token
        var supply = BigInt(0)
        var paid: [String: BigInt] = [:]
        var (previous, count) = (world.bench.builder.networkID, 0)
        for epoch in 1...max(1, token.epoch?.number ?? 1) {
            let batches = token.batches.filter { $0.epoch == epoch }
            guard let root = batches.first?.root else { break }
            #expect(batches.allSatisfy { $0.root == root }, name)
            #expect(batches.map(\.index) == Array(0..<batches.count), name)
            guard let one = world.agreed.first(where: { $0.snapshot.root == root }) else {
                Issue.record("minted what nobody agreed to")
                return
            }
            // The epoch begins where the one before ended, in the same ledger.
            #expect(one.snapshot.previous == previous && one.snapshot.first == count, name)
            (previous, count) = (root, one.snapshot.receiptCount)
            for batch in batches {
                for payout in MintBatch.payouts(one.snapshot.payouts, index: batch.index) {
                    supply += payout.amount
                    paid[payout.address, default: 0] += payout.amount
                }
            }
        }
        #expect(token.supply == supply, name)
        #expect(token.balances.allSatisfy { paid[$0.address] == $0.amount }, name)
        #expect(token.balances.count == paid.values.count { $0 > 0 }, name)
    }
}
