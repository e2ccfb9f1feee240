import Chains
import GlyphChain
import HardenedNode
import Routing
import Testing
import Trials

@Suite("Peers that are slow")
struct SlowPeerTests {
    /// A call, and the time at which its answer comes.
    private struct Waiting {
        let call: NodeCall
        let atMilliseconds: Int
    }

    /// Lets a node talk to nodes that answer after so many seconds each, and tells when its tip
    /// stood so high.
    private func seconds(
        of victim: HardenedChainNode, toHeight height: Int, max: Int,
        _ others: [(node: HardenedChainNode, address: String, delay: (NodeCall) -> Int)]
    ) -> Int? {
        let begin = 1_000 * (TestChains.startSeconds + 40_000)
        var waiting: [Waiting] = []
        for second in 0..<max {
            let now = begin + 1_000 * second
            for call in victim.due(atMilliseconds: now) {
                let other = others.first { $0.address == call.peer.description }
                let delay = 1_000 * (other?.delay(call) ?? 0)
                waiting.append(Waiting(call: call, atMilliseconds: now + delay))
            }
            for ready in waiting where ready.atMilliseconds <= now {
                let other = others.first { $0.address == ready.call.peer.description }
                let answer = other?.node.answer(
                    ready.call.request, from: "10.1.0.1", atMilliseconds: now)
                victim.hear(
                    answer.map { .answered(status: $0.status, body: $0.body) } ?? .failed,
                    to: ready.call, atMilliseconds: now)
            }
            waiting.removeAll { $0.atMilliseconds <= now }
            while victim.work(atMilliseconds: now) {}
            if victim.node.height >= height { return second }
        }
        return nil
    }

    @Test("A peer that sends its blocks slowly keeps nobody else from sending them")
    func sharedBlocks() throws {
        let victim = try TestChains.node(
            "10.1.0.1:9401", peers: ["10.2.0.1:9401", "10.3.0.1:9401"])
        let (slow, quick) = (
            try TestChains.node("10.2.0.1:9401"), try TestChains.node("10.3.0.1:9401")
        )
        for node in [slow, quick] { try TestChains.extend(node.node, by: 40, seed: "same") }
        #expect(slow.node.tipHash == quick.node.tipHash)
        let reached = seconds(
            of: victim, toHeight: 40, max: 200,
            [
                (slow, "10.2.0.1:9401", { $0.kind == .blocks ? 10_000 : 0 }),
                (quick, "10.3.0.1:9401", { _ in 0 }),
            ])
        #expect(try (30...42).contains(#require(reached)))
        #expect(victim.counts.judgedBlocks == 40)
    }

    @Test("Slow peers hold the ways to chains for a time, not for ever")
    func ways() throws {
        let victim = try TestChains.node(
            "10.1.0.1:9401", guards: Guards.all.without(HardenedNodeGuards.peerAnswered))
        try TestChains.extend(victim.node, by: 31, seed: "own", apart: 1)
        let liar = try TestChains.node("10.2.0.1:9401")
        try TestChains.extend(liar.node, by: 1_500, seed: "easy")
        let honest = try TestChains.node("10.9.0.1:9401")
        _ = try honest.node.submit(
            TestChains.blocks(victim.node), clockSeconds: TestChains.startSeconds + 40_000)
        try TestChains.extend(honest.node, by: 1, seed: "more", later: 1_000)
        var others: [(node: HardenedChainNode, address: String, delay: (NodeCall) -> Int)] = []
        for place in 2...5 {
            others.append((liar, "10.\(place).0.1:9401", { $0.kind == .headers ? 29 : 0 }))
        }
        others.append((honest, "10.9.0.1:9401", { _ in 0 }))
        for other in others {
            let address = try #require(NodeAddress(other.address))
            let answer = victim.post(
                "/peers", PeerLists.bytes([address]), from: address.host, at: 0)
            #expect(answer.status == 202)
        }
        #expect(victim.peers.count == 5)
        let reached = seconds(of: victim, toHeight: 32, max: 200, others)
        #expect(try (120...125).contains(#require(reached)))
    }
}
