import Chains
import Foundation
import NodeHistories
import TestSupport
import Testing
import Trials

@Suite("A node under the rules of a toy")
struct ToyChainTests {
    private static let clock = 1_700_000_000
    private static let first = Wallet(seed: "first")
    private static let second = Wallet(seed: "second")

    private func node(_ rules: ToyRules = ToyRules()) throws -> ChainNode<ToyRules> {
        try ChainNode(rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin))
    }

    /// Mines blocks, with a payment of 3 units in each but the first.
    private func extend(
        _ node: ChainNode<ToyRules>, by count: Int, _ wallet: Wallet = Self.first
    ) throws {
        var random = ActorRandom(seed: "toy \(wallet.address)", actor: "miner")
        for _ in 0..<count {
            let holding = node.holding(of: wallet.address)
            if holding.units > 0 {
                let payment = node.rules.payment(
                    from: wallet, to: "someone-\(node.height)", amount: 3, nonce: holding.nextNonce)
                _ = try node.submit(transaction: payment).get()
            }
            _ = try node.mine(
                miner: wallet.address, clockSeconds: Self.clock, attemptCountMax: 1,
                random: &random)
        }
    }

    private func blocks(_ node: ChainNode<ToyRules>, above height: Int = 0) throws -> [[UInt8]] {
        try (height + 1..<node.height + 1).map { try node.blockBytes(atHeight: $0) }
    }

    /// Units that nobody has, paid in a block with a salt that is good or not.
    private func fraud(_ rules: ToyRules, salt: Int) -> [UInt8] {
        let payment = ToyPayment(from: "nobody", to: "thief", amount: 1_000, nonce: 0)
        return rules.bytes(of: ToyBlock(miner: "thief", salt: salt, payments: [payment]))
    }

    @Test("Its blocks and payments are stored, and open to the same state under the same pin alone")
    func reopens() throws {
        let path = try TemporaryFolder()
        let file = path.path + "/toy.db"
        let rules = ToyRules()
        var digests = [try node().stateDigest]
        do {
            let store = try ChainStore(newAt: file, pin: rules.pin)
            let node = try ChainNode(rules: rules, beginningIn: store)
            #expect(node.stateDigests == digests)
            try extend(node, by: 12)
            #expect(
                node.accounts.map(\.balanceText) == ["87"] + [String](repeating: "3", count: 11))
            digests = node.stateDigests
        }
        let store = try ChainStore(openAt: file)
        #expect(try ChainNode(rules: rules, opening: store).stateDigests == digests)
        var other = rules
        other.pin = ToyPin(name: "boat")
        let expected = StoreError.otherPin(path: file, expected: "toy boat", got: "toy car")
        #expect(throws: expected) { try ChainNode(rules: other, opening: store) }
    }

    @Test("A heavier branch takes the place of the chain; with a fraud inside it leaves no trace")
    func reorganises() throws {
        let (node, other) = (try node(), try node())
        try extend(node, by: 8)
        _ = try other.submit(Array(try blocks(node).prefix(3)), clockSeconds: Self.clock)
        try extend(other, by: 7, Self.second)
        let branch = try blocks(other, above: 3)
        var wrong = branch
        wrong[5] = fraud(node.rules, salt: 0)
        let before = node.stateDigests
        let (refused, _) = try node.submit(
            wrong, on: node.entryID(atHeight: 3), clockSeconds: Self.clock)
        #expect(refused.last?.refusals.map(\.by) == [ToyRules.balance])
        #expect(node.stateDigests == before && node.keptBlockCount == 5)
        let (taken, _) = try node.submit(
            branch, on: node.entryID(atHeight: 3), clockSeconds: Self.clock)
        #expect(taken.contains(.reorganised(depth: 5)))
        #expect(node.stateDigests == other.stateDigests)
        #expect(node.accounts.map(\.row) == other.accounts.map(\.row))
    }

    @Test("Rules say whether money or the costly check comes first, and what a node dies of")
    func order() throws {
        func codes(moneyFirst: Bool, fatal: Guard? = nil) throws -> [Guard] {
            var rules = ToyRules()
            (rules.judgesMoneyFirst, rules.fatalCode) = (moneyFirst, fatal)
            return try node(rules).submit([fraud(rules, salt: 1)], clockSeconds: Self.clock)
                .submissions.flatMap(\.refusals).map(\.by)
        }
        #expect(try codes(moneyFirst: true) == [ToyRules.balance])
        #expect(try codes(moneyFirst: false) == [ToyRules.salt, ToyRules.balance])
        #expect(try codes(moneyFirst: false, fatal: ToyRules.salt) == [ToyRules.salt])
    }

    @Test("Where sources are limited, a wrong block costs its source; a late one does not")
    func sources() throws {
        func codes(limitsSources: Bool, _ wrong: ToyBlock) throws -> [Guard] {
            var rules = ToyRules()
            rules.limitsSources = limitsSources
            let gossip = GossipNode(
                node: try node(rules), address: PeerAddress(0), peers: [PeerAddress(1)])
            return try [wrong, ToyBlock(miner: "good")].flatMap { block in
                let message = GossipMessage.blocks(
                    parent: gossip.node.tip, blocks: [rules.bytes(of: block)])
                return try gossip.receive(
                    message.bytes, from: PeerAddress(1), clockSeconds: Self.clock
                ).refusals.map(\.by)
            }
        }
        let wrong = ToyBlock(miner: "liar", salt: 1)
        let late = ToyBlock(miner: "liar", seconds: Self.clock + 601)
        #expect(try codes(limitsSources: true, wrong) == [ToyRules.salt, GossipGuards.budget])
        #expect(try codes(limitsSources: false, wrong) == [ToyRules.salt])
        #expect(try codes(limitsSources: true, late) == [ToyRules.late])
    }

    @Test("An older copy of the store is refused where rules are anchored, and taken elsewhere")
    func anchored() throws {
        func codes(isAnchored: Bool) throws -> [Guard] {
            let folder = try TemporaryFolder()
            let url = URL(filePath: folder.path + "/toy.db")
            var rules = ToyRules()
            rules.isAnchored = isAnchored
            var system = try ChainSystem(rules: rules, newAt: url.path)
            try system.close()
            let old = try Data(contentsOf: url)
            #expect(try system.reopen().isEmpty)
            let reply = try system.submit(
                rules.bytes(of: ToyBlock(miner: "miner")), to: ChainSurfaces.block,
                from: Source(1), at: LogicalClock(milliseconds: 1_000 * Self.clock))
            #expect(reply.isAccepted && system.height == 1)
            try system.close()
            try old.write(to: url)
            #expect(system.guards.contains(CommonGuards.storedAnchor) == isAnchored)
            return try system.reopen().map(\.by)
        }
        #expect(try codes(isAnchored: true) == [CommonGuards.storedAnchor])
        #expect(try codes(isAnchored: false) == [])
    }

    @Test("The face takes a whole chain's file, and names the guards of the rules and its own")
    func face() throws {
        let source = try node()
        try extend(source, by: 5)
        let blocks = try [source.blockBytes(atHeight: 0)] + blocks(source)
        let elements = blocks.map(source.rules.documentElement).joined(separator: [0x2C])
        var system = ChainSystem(try node())
        let reply = try system.submit(
            Array("[".utf8) + elements + Array("]".utf8), to: ChainSurfaces.chain,
            from: Source(1), at: LogicalClock(milliseconds: 1_000 * Self.clock))
        #expect(reply.isAccepted && reply.stateDigest == source.stateDigest)
        #expect(system.guards == system.rules.ownGuards + CommonGuards.all + GossipGuards.all)
    }

    @Test("Nodes over a network that fails end with the same state, the same each time")
    func histories() throws {
        for seed in 0..<10 {
            let outcomes = try (0..<2).map { _ in
                var history = try NetworkHistory(
                    seed: "toys \(seed)", nodeCount: 2 + seed % 4, rules: ToyRules())
                return try history.run()
            }
            #expect(outcomes[0].hasConverged && outcomes[0].paymentCount > 0, "history \(seed)")
            #expect(outcomes[0].reorganisationCount > 0, "history \(seed)")
            #expect(outcomes[0].log.digest == outcomes[1].log.digest, "history \(seed)")
        }
    }
}
