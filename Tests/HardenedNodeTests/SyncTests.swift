import Chains
import Cryptography
import Encodings
import Foundation
import GlyphChain
import HardenedNode
import Routing
import TestSupport
import Testing
import Trials

@Suite("Hardened nodes that talk to each other")
struct SyncTests {
    @Test("A node takes a peer's chain, and asks for headers before blocks")
    func twoNodes() throws {
        let (a, b) = (
            try TestChains.node("10.1.0.1:9401"),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"])
        )
        try TestChains.extend(a.node, by: 30, seed: "two")
        let net = TestNet([a, b])
        net.run(seconds: 10)
        #expect(net.isOneChain && net.heights == [30, 30])
        let kinds = net.calls.filter { $0.from == 1 }.map(\.call.kind)
        let (headers, blocks) = (kinds.firstIndex(of: .headers), kinds.firstIndex(of: .blocks))
        #expect(try #require(headers) < (try #require(blocks)))
        #expect(b.counts.judgedBlocks == 30)
        // B told A its address, and A asked it back before it became a peer.
        #expect(a.peers.map(\.description) == ["10.2.0.1:9401"])
    }

    @Test("A newcomer finds the others through one peer, and what one mines reaches all")
    func threeNodes() throws {
        let nodes = [
            try TestChains.node("10.1.0.1:9401"),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"]),
            try TestChains.node("10.3.0.1:9401", peers: ["10.1.0.1:9401"]),
        ]
        try TestChains.extend(nodes[0].node, by: 12, seed: "three")
        let net = TestNet(nodes)
        net.run(seconds: 400)
        #expect(net.isOneChain)
        #expect(nodes.map(\.peers.count) == [2, 2, 2])
        var random = ActorRandom(seed: "three", actor: "miner")
        let task = nodes[2].miningTask(
            miner: TestChains.bob.address, attemptCountMax: 1_000_000,
            atMilliseconds: net.milliseconds)
        let block = try #require(try task.run(random: &random))
        #expect(nodes[2].take(own: block, atMilliseconds: net.milliseconds))
        net.step()
        net.step()
        #expect(net.heights == [13, 13, 13] && net.isOneChain)
    }

    @Test("Of two branches all take the one with more work")
    func convergence() throws {
        let nodes = [
            try TestChains.node("10.1.0.1:9401", peers: ["10.2.0.1:9401"]),
            try TestChains.node("10.2.0.1:9401", peers: ["10.3.0.1:9401"]),
            try TestChains.node("10.3.0.1:9401", peers: ["10.1.0.1:9401"]),
        ]
        try TestChains.extend(nodes[0].node, by: 20, seed: "common")
        let common = try TestChains.blocks(nodes[0].node)
        for node in nodes[1...] {
            _ = try node.node.submit(common, clockSeconds: TestChains.startSeconds + 10_000)
        }
        try TestChains.extend(nodes[0].node, by: 5, seed: "first")
        try TestChains.extend(nodes[1].node, by: 9, seed: "second")
        try TestChains.extend(nodes[2].node, by: 7, seed: "third")
        let net = TestNet(nodes)
        net.run(seconds: 60)
        #expect(net.isOneChain && net.heights == [29, 29, 29])
        #expect(nodes[0].counts.reorganisations == 1)
    }

    @Test("Nothing is fetched from a peer whose headers carry no more work")
    func headersFirst() throws {
        let (a, b) = (
            try TestChains.node("10.1.0.1:9401"),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"])
        )
        try TestChains.extend(a.node, by: 8, seed: "less")
        try TestChains.extend(b.node, by: 9, seed: "more")
        let net = TestNet([a, b])
        net.run(seconds: 100)
        #expect(net.calls(of: 1, .headers) > 3 && net.calls(of: 1, .blocks) == 0)
        #expect(b.counts.judgedBlocks == 0 && b.node.height == 9)
    }

    @Test("A long chain is taken in parts, and little of it is held at a time")
    func incremental() throws {
        let (a, b) = (
            try TestChains.node("10.1.0.1:9401"),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"])
        )
        let height = Thoroughness.count(5_000, else: 2_000)
        try TestChains.extend(a.node, by: height, seed: "long")
        let net = TestNet([a, b], height: height)
        var heights: [Int] = []
        for _ in 0..<120 where b.node.height < height {
            net.step()
            net.milliseconds += 1_000
            heights.append(b.node.height)
        }
        #expect(b.node.height == height && b.counts.judgedBlocks == height)
        // Each part is a store's chain before the next is asked for.
        #expect(heights.count > height / HardenedNodeLimits.headerCountMax)
        #expect(net.linksMax <= HardenedNodeLimits.headerCountMax)
        #expect(
            net.blockBytesMax
                <= HardenedNodeLimits.rangeBlockCountMax * (HardenedHeader.byteCount + 40))
        // One more block costs one call for headers and one for its block.
        let before = net.calls.count { $0.from == 1 }
        try TestChains.extend(a.node, by: 1, seed: "one more")
        net.run(seconds: 21)
        #expect(b.node.height == height + 1)
        let kinds = net.calls.filter { $0.from == 1 }[before...].map(\.call.kind)
        #expect(kinds.count { $0 == .blocks } == 1)
    }

    @Test("A deep branch with more work is taken, however many headers it takes to see it")
    func deepBranch() throws {
        let (a, b) = (
            try TestChains.node("10.1.0.1:9401"),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"])
        )
        try TestChains.extend(a.node, by: 700, seed: "deep")
        try TestChains.extend(b.node, by: 650, seed: "other")
        let net = TestNet([a, b], height: 700)
        net.run(seconds: 40)
        #expect(net.isOneChain && net.heights == [700, 700])
        #expect(b.counts.reorganisations == 1)
    }

    @Test("A node whose store is lost answers 503 and does nothing more")
    func fault() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.sqlite"
        let rules = TestChains.rules()
        let chain = try ChainNode(
            rules: rules, beginningIn: try ChainStore(newAt: path, pin: rules.pin))
        var settings = HardenedNodeSettings(name: rules.chainID)
        settings.peers = [try #require(NodeAddress("10.2.0.1:9401"))]
        let node = HardenedChainNode(chain, settings)
        try TestChains.extend(chain, by: 2, seed: "fault")
        #expect(node.get("/status").status == 200 && !node.due(atMilliseconds: 0).isEmpty)
        try FileManager.default.removeItem(atPath: path)
        let payment = try TestChains.payment(chain)
        #expect(node.post("/payments", payment, at: 1_000).status == 503)
        #expect(node.fault != nil && node.get("/status").status == 503)
        #expect(node.due(atMilliseconds: 100_000).isEmpty && !node.hasWork)
    }

    @Test("Answers have the form that the page gives")
    func forms() throws {
        let a = try TestChains.node("10.1.0.1:9401", peers: ["10.2.0.1:9401"])
        try TestChains.extend(a.node, by: 3, seed: "forms")
        let status = try #require(NodeStatus(bytes: a.get("/status").body))
        #expect(status == a.status && status.height == 3)
        #expect(String(decoding: a.get("/peers").body, as: UTF8.self) == "[\"10.2.0.1:9401\"]")
        let genesis = ChainPoint(height: 0, hash: a.node.chain[0].digest)
        let headers = try #require(
            BlockLists.headers(a.get("/headers", HeadersQuery(have: [genesis]).text).body))
        #expect(headers.map(\.block.hash) == (1...3).map { a.node.chain[$0].digest })
        let query = BlocksQuery(first: 2, count: 2, last: a.node.chain[3].digest)
        let blocks = BlockLists.blocks(a.get("/blocks", query.text).body, countMax: 2)
        #expect(try blocks == TestChains.blocks(a.node, above: 1))
        #expect(a.get("/chain").status == 404)
        #expect(a.get("/blocks", "first=2&count=2&last=" + genesis.hash.text).status == 409)
        #expect(a.get("/headers", "have=1:" + genesis.hash.text).status == 409)
        #expect(a.get("/headers", "have=01:" + genesis.hash.text).status == 400)
    }
}
