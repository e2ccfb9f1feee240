import Chains
import Cryptography
import Fingerprints
import GlyphChain
import HardenedNode
import Routing
import Testing
import Trials

/// Guards of what callers push: with each, an attack gets nothing; without it, it does.
@Suite("Callers that push")
struct PushTests {
    private let clock = 1_000 * (TestChains.startSeconds + 2_000)

    /// Lists of one block each, all on the same tip, by as many miners.
    private func rivals(
        _ count: Int, on victim: HardenedChainNode, evidence: any EvidenceSource = DigestEvidence(),
        later: Int = 0
    ) throws -> [[UInt8]] {
        let rules = TestChains.rules(evidence: evidence)
        return try (0..<count).map { index in
            var random = ActorRandom(seed: "rival \(index)", actor: "miner")
            let template = BlockTemplate<HardenedTransaction>(
                miner: Wallet(seed: "rival \(index)").address, transactions: [],
                timestampSeconds: TestChains.startSeconds + 1_000 + later,
                attemptCountMax: 1_000_000)
            let block = try #require(
                try rules.mine(template, on: victim.node.chain, random: &random))
            return BlockLists.bytes(blocks: [block.bytes])
        }
    }

    private func victim(_ guards: Guards) throws -> HardenedChainNode {
        let node = try TestChains.node("10.1.0.1:9401", guards: guards)
        try TestChains.extend(node.node, by: 3, seed: "victim")
        return node
    }

    private func work(_ node: HardenedChainNode) {
        while node.work(atMilliseconds: clock) {}
    }

    private func each(
        _ guarding: Guard, _ attack: (HardenedChainNode) throws -> Bool
    ) throws {
        let standing = try victim(.all)
        #expect(try !attack(standing), "through \(guarding.name)")
        #expect(try attack(try victim(Guards.all.without(guarding))), "without \(guarding.name)")
    }

    @Test("A block is judged only where it makes the chain heavier")
    func headersFirst() throws {
        let other = try TestChains.node("10.9.0.1:9401")
        try TestChains.extend(other.node, by: 3, seed: "other")
        let body = BlockLists.bytes(blocks: try TestChains.blocks(other.node))
        try each(HardenedNodeGuards.headersFirst) { node in
            _ = node.post("/blocks", body, at: clock)
            work(node)
            return node.counts.judgedBlocks > 0
        }
    }

    @Test("Blocks are lists and nothing after them")
    func message() throws {
        try each(HardenedNodeGuards.message) { node in
            node.post("/blocks", try rivals(1, on: node)[0] + [0], at: clock).status == 202
        }
    }

    @Test("A network has one place in the inbox, and the inbox an end")
    func inbox() throws {
        try each(HardenedNodeGuards.inboxShare) { node in
            let blocks = try rivals(2, on: node)
            #expect(node.post("/blocks", blocks[0], from: "203.0.1.1", at: clock).status == 202)
            return node.post("/blocks", blocks[1], from: "203.0.9.9", at: clock).status == 202
        }
        try each(HardenedNodeGuards.inboxRoom) { node in
            for (index, block) in try rivals(65, on: node).enumerated() {
                _ = node.post("/blocks", block, from: "100.\(index).0.1", at: clock)
            }
            return node.holdings.inboxEntries > HardenedNodeLimits.inboxCountMax
        }
    }

    @Test("A false proof silences its network; all callers together waste so many inferences")
    func budgets() throws {
        try each(HardenedNodeGuards.budget) { node in
            for block in try rivals(3, on: node, evidence: FalseEvidence()) {
                _ = node.post("/blocks", block, from: "203.0.1.1", at: clock)
                work(node)
            }
            return node.counts.judgedBlocks > 1
        }
        try each(HardenedNodeGuards.strangerBudget) { node in
            let count = HardenedNodeLimits.strangerWasteMax
            for (index, block) in try rivals(count + 4, on: node, evidence: FalseEvidence())
                .enumerated()
            {
                _ = node.post("/blocks", block, from: "100.\(index).0.1", at: clock)
                work(node)
            }
            return node.counts.judgedBlocks > count
        }
    }

    @Test("A forged push does not keep an honest one out")
    func honestBeside() throws {
        let node = try victim(.all)
        let forged = try rivals(1, on: node, evidence: FalseEvidence())[0]
        let honest = try rivals(1, on: node)[0]
        #expect(node.post("/blocks", forged, from: "203.0.1.1", at: clock).status == 202)
        #expect(node.post("/blocks", honest, from: "198.51.1.1", at: clock).status == 202)
        work(node)
        #expect(node.node.height == 4)
        #expect(node.post("/blocks", honest, from: "198.51.1.1", at: clock).status == 200)
    }

    @Test("A block ahead of the clock is no lie, and is taken when its time comes")
    func early() throws {
        let node = try victim(.all)
        let block = try rivals(1, on: node, later: 2_000)[0]
        let answer = node.post("/blocks", block, at: clock)
        #expect(answer.status == 200 && node.counts.judgedBlocks == 0)
        #expect(node.post("/blocks", block, at: clock + 401_000).status == 202)
        while node.work(atMilliseconds: clock + 401_000) {}
        #expect(node.node.height == 4)
    }

    @Test("A block of the node's own is judged before it is stored")
    func ownBlock() throws {
        try each(HardenedNodeGuards.ownBlock) { node in
            let body = try rivals(1, on: node, evidence: FalseEvidence())[0]
            let blocks = try #require(BlockLists.blocks(body, countMax: 1))
            return node.take(own: blocks[0], atMilliseconds: clock)
        }
    }

    @Test("What a node adopts it passes on")
    func relay() throws {
        for (guards, height) in [
            (Guards.all, 4), (Guards.all.without(HardenedNodeGuards.relay), 3),
        ] {
            let first = try TestChains.node("10.1.0.1:9401", guards: guards)
            let last = try TestChains.node("10.3.0.1:9401", peers: ["10.1.0.1:9401"])
            try TestChains.extend(first.node, by: 3, seed: "relay")
            let net = TestNet([first, last])
            net.run(seconds: 21)
            #expect(last.node.height == 3 && first.peers.count == 1)
            let body = try rivals(1, on: first)[0]
            #expect(first.post("/blocks", body, at: net.milliseconds).status == 202)
            net.run(seconds: 3)
            #expect(first.node.height == 4 && last.node.height == height)
        }
    }
}
