import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("A node's chain")
struct ChainNodeTests {
    @Test("Blocks that are mined are stored, and the store opens to the same state")
    func reopens() throws {
        try reopens(SmallChains.published)
        try reopens(SmallChains.hardened)
    }

    private func reopens<Rules: ChainRules>(_ rules: Rules) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.db"
        var digests: [Digest] = []
        do {
            let store = try ChainStore(newAt: path, pin: rules.pin)
            let node = try ChainNode(rules: rules, beginningIn: store)
            try SmallChains.extend(node, by: 40, seed: "a", pays: true)
            digests = node.stateDigests
            #expect(digests.count == 41)
            #expect(node.accounts.count == 8)
        }
        let store = try ChainStore(openAt: path)
        let node = try ChainNode(rules: rules, opening: store)
        #expect(node.stateDigests == digests)
        try SmallChains.extend(node, by: 3, seed: "b", pays: true)
        #expect(node.height == 43)
    }

    @Test("A reorganisation of any depth leaves what the longer chain alone would have left")
    func reorganises() throws {
        for depth in [1, 2, 5, 19, 20] {
            try reorganises(SmallChains.published, depth: depth)
            try reorganises(SmallChains.hardened, depth: depth)
        }
    }

    private func reorganises<Rules: ChainRules>(_ rules: Rules, depth: Int) throws {
        let (node, other) = (try SmallChains.node(rules), try SmallChains.node(rules))
        try SmallChains.extend(node, by: 20, seed: "common", pays: true)
        let common = 20 - depth
        let blocks = try SmallChains.blocks(node)
        let taken = try other.submit(
            Array(blocks.prefix(common)), clockSeconds: SmallChains.startSeconds + 10_000)
        #expect(taken.submissions.allSatisfy { $0 == .extended })
        try SmallChains.extend(other, by: depth + 1, seed: "other", pays: true)
        let branch = try SmallChains.blocks(other, above: common)
        let (submissions, _) = try node.submit(
            branch, on: node.entryID(atHeight: common),
            clockSeconds: SmallChains.startSeconds + 10_000)
        #expect(submissions.last == .reorganised(depth: depth))
        #expect(node.stateDigests == other.stateDigests)
        #expect(node.accounts.map(\.row) == other.accounts.map(\.row))
        #expect(node.keptBlockCount == depth)
    }

    @Test("A branch with more work and a fraud deep inside leaves everything as it was")
    func fraudInside() throws {
        try fraudInside(SmallChains.published, by: PublishedGuards.balance)
        try fraudInside(SmallChains.hardened, by: HardenedGuards.balance)
    }

    private func fraudInside<Rules: ChainRules>(_ rules: Rules, by guardThatStops: Guard) throws {
        let (node, other) = (try SmallChains.node(rules), try SmallChains.node(rules))
        try SmallChains.extend(node, by: 6, seed: "common", pays: true)
        _ = try other.submit(
            Array(try SmallChains.blocks(node).prefix(2)),
            clockSeconds: SmallChains.startSeconds + 10_000)
        try SmallChains.extend(other, by: 2, seed: "other")
        // A node without the guard mines the fraud and goes on.
        let thief = Wallet(seed: "thief")
        var random = ActorRandom(seed: "fraud", actor: "miner")
        let payment = try rules.payment(from: thief, to: thief.address, amount: 5_000, nonce: 0)
        let template = BlockTemplate(
            miner: thief.address, transactions: [try rules.transaction(payment)],
            timestampSeconds: SmallChains.startSeconds + 200, attemptCountMax: 100_000)
        let fraud = try #require(try rules.mine(template, on: other.chain, random: &random))
        var view = other.chain.extended(by: try rules.link(of: fraud))
        var branch = try SmallChains.blocks(other, above: 2) + [rules.bytes(of: fraud)]
        for index in 0..<3 {
            let block = try #require(
                try rules.mine(
                    BlockTemplate(
                        miner: thief.address, transactions: [],
                        timestampSeconds: SmallChains.startSeconds + 300 + 20 * index,
                        attemptCountMax: 100_000), on: view, random: &random))
            view = view.extended(by: try rules.link(of: block))
            branch.append(rules.bytes(of: block))
        }
        let (digests, tip) = (node.stateDigests, node.tip)
        let (submissions, _) = try node.submit(
            branch, on: node.entryID(atHeight: 2),
            clockSeconds: SmallChains.startSeconds + 10_000)
        let refused = try #require(submissions.last)
        #expect(refused.refusals.map(\.by) == [guardThatStops])
        #expect(node.tip == tip)
        #expect(node.stateDigests == digests)
        // What was good of the branch is kept, and the rest is not judged again.
        #expect(node.keptBlockCount == 2)
        let (again, _) = try node.submit(
            branch, on: node.entryID(atHeight: 2),
            clockSeconds: SmallChains.startSeconds + 10_000)
        #expect(again.last?.refusals.map(\.by) == [CommonGuards.refusedBefore])
        try SmallChains.extend(node, by: 2, seed: "after", pays: true)
        #expect(node.height == 8)
    }

    @Test("A reorganisation is on disk as it is in memory")
    func reorganisationReopens() throws {
        let rules = SmallChains.hardened
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.db"
        let other = try SmallChains.node(rules)
        try SmallChains.extend(other, by: 12, seed: "other", pays: true)
        do {
            let node = try ChainNode(
                rules: rules, beginningIn: try ChainStore(newAt: path, pin: rules.pin))
            try SmallChains.extend(node, by: 11, seed: "mine", pays: true)
            let (submissions, _) = try node.submit(
                try SmallChains.blocks(other), on: node.entryID(atHeight: 0),
                clockSeconds: SmallChains.startSeconds + 10_000)
            #expect(submissions.contains { $0 == .reorganised(depth: 11) })
        }
        let node = try ChainNode(
            rules: rules, opening: try ChainStore(openAt: path))
        #expect(node.stateDigests == other.stateDigests)
        #expect(node.keptBlockCount == 11)
    }

    @Test("Payments of blocks that were taken back wait again")
    func transactionsReturn() throws {
        let rules = SmallChains.hardened
        let (node, other) = (try SmallChains.node(rules), try SmallChains.node(rules))
        let wallet = Wallet(seed: "common")
        try SmallChains.extend(node, by: 3, seed: "common")
        _ = try other.submit(
            try SmallChains.blocks(node), clockSeconds: SmallChains.startSeconds + 10_000)
        let payment = try rules.payment(
            from: wallet, to: Wallet(seed: "x").address, amount: 3, nonce: 0)
        #expect(try node.submit(transaction: payment).get())
        #expect(try !node.submit(transaction: payment).get())
        try SmallChains.extend(node, by: 1, seed: "m")
        #expect(node.waitingTransactions.isEmpty)
        try SmallChains.extend(other, by: 2, seed: "n")
        _ = try node.submit(
            try SmallChains.blocks(other, above: 3), on: node.entryID(atHeight: 3),
            clockSeconds: SmallChains.startSeconds + 10_000)
        #expect(node.stateDigest == other.stateDigest)
        #expect(node.waitingTransactions.map(rules.bytes(of:)) == [payment])
    }
}
