import Chains
import Encodings
import GlyphChain
import HardenedNode
import Routing
import Testing
import Trials

@Suite("Payments on a network of hardened nodes")
struct PaymentTests {
    private func pair() throws -> (HardenedChainNode, HardenedChainNode) {
        (
            try TestChains.node("10.1.0.1:9401", peers: ["10.2.0.1:9401"]),
            try TestChains.node("10.2.0.1:9401", peers: ["10.1.0.1:9401"])
        )
    }

    @Test("A payment reaches all nodes, and a block of another's")
    func travels() throws {
        let (a, b) = try pair()
        try TestChains.extend(a.node, by: 3, seed: "travels")
        let net = TestNet([a, b])
        net.run(seconds: 5)
        let payment = try TestChains.payment(a.node)
        #expect(a.pay(payment, atMilliseconds: net.milliseconds) == nil)
        net.run(seconds: 3)
        #expect(b.status.waitingCount == 1)
        var random = ActorRandom(seed: "travels", actor: "miner")
        let task = b.miningTask(
            miner: TestChains.bob.address, attemptCountMax: 1_000_000,
            atMilliseconds: net.milliseconds)
        #expect(
            b.take(
                own: try #require(try task.run(random: &random)), atMilliseconds: net.milliseconds))
        net.run(seconds: 3)
        #expect(net.isOneChain && a.status.waitingCount == 0)
        #expect(a.node.holding(of: TestChains.bob.address).units == 705)
    }

    @Test("A payment of a block that loses waits again, and goes into a block of the winner's")
    func returns() throws {
        let (a, b) = try pair()
        try TestChains.extend(a.node, by: 6, seed: "returns")
        let net = TestNet([a, b])
        net.run(seconds: 5)
        net.isDown = { _ in true }
        #expect(a.pay(try TestChains.payment(a.node), atMilliseconds: net.milliseconds) == nil)
        try TestChains.extend(a.node, by: 1, seed: "loses")
        #expect(a.status.waitingCount == 0)
        try TestChains.extend(b.node, by: 3, seed: "wins", miner: TestChains.bob)
        net.isDown = { _ in false }
        net.run(seconds: 60)
        #expect(net.isOneChain && a.counts.reorganisations == 1)
        #expect(a.status.waitingCount == 1 && b.status.waitingCount == 1)
        try TestChains.extend(b.node, by: 1, seed: "pays", miner: TestChains.bob)
        net.run(seconds: 30)
        #expect(a.node.holding(of: TestChains.alice.address).nextNonce == 1)
    }

    @Test("What cannot be paid is refused at entry, and a false signature silences its network")
    func entry() throws {
        let (a, _) = try pair()
        try TestChains.extend(a.node, by: 2, seed: "entry")
        let overspend = try TestChains.payment(a.node, amount: 1_000_000)
        let answer = a.post("/payments", overspend, at: 0)
        #expect(answer.status == 400)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"new":0,"refused":["balance"]}"#)
        var forged = try TestChains.payment(a.node)
        forged[forged.count - 1] ^= 1
        #expect(a.post("/payments", forged, at: 0).status == 400)
        #expect(a.refusedBy() == ["balance", "signature"])
        let good = try TestChains.payment(a.node)
        #expect(a.post("/payments", good, at: 1_000).status == 429)
        #expect(a.post("/payments", good, from: "203.0.113.9", at: 1_000).status == 200)
        #expect(a.post("/payments", good, at: HardenedNodeLimits.pauseMilliseconds).status == 200)
    }

    @Test("A sender has no more than its share of the room, and the room has an end")
    func bounds() throws {
        let (a, _) = try pair()
        try TestChains.extend(a.node, by: 3, seed: "bounds")
        let max = HardenedNodeLimits.waitingCountMaxPerSender
        let payments = try (0...UInt64(max)).map {
            try TestChains.payment(a.node, amount: 1, nonce: $0)
        }
        #expect(a.post("/payments", payments[..<max].flatMap { $0 }, at: 0).status == 200)
        #expect(a.post("/payments", payments[max], at: 0).status == 400)
        #expect(a.refusedBy() == ["payment_share"])
        #expect(a.status.waitingCount == max)
        #expect(a.post("/payments", [UInt8](repeating: 0, count: 134), at: 0).status == 400)
        let many = [UInt8](repeating: 0, count: 65 * HardenedTransaction.byteCount)
        #expect(a.post("/payments", many, at: 0).status == 400)
        #expect(a.refusedBy() == ["message", "message"])
    }

    @Test("More payments than a call has reach a peer in several calls")
    func manyCalls() throws {
        let (a, b) = try pair()
        try TestChains.extend(a.node, by: 3, seed: "many")
        try TestChains.extend(a.node, by: 3, seed: "many", miner: TestChains.bob)
        let net = TestNet([a, b])
        net.run(seconds: 5)
        for wallet in [TestChains.alice, TestChains.bob] {
            for nonce in 0..<UInt64(60) {
                let payment = try TestChains.payment(
                    a.node, amount: 1, nonce: nonce, from: wallet)
                #expect(a.pay(payment, atMilliseconds: net.milliseconds) == nil)
            }
        }
        net.run(seconds: 70)
        #expect(b.status.waitingCount == 120)
    }
}
