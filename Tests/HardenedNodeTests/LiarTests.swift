import Chains
import Cryptography
import Fingerprints
import GlyphChain
import HardenedNode
import Routing
import Testing
import Trials

/// Guards of the way to a peer's chain: with each, a liar gets nothing; without it, he does.
@Suite("Peers that lie")
struct LiarTests {
    /// The victim's view of one given peer whose answers the liar makes.
    private func meet(
        _ guards: Guards, ownHeight: Int = 0, seconds: Int = 100, height: Int = 100,
        apart: Int = 20, headerExcessMax: Int = 4_096,
        liar: (HardenedChainNode) throws -> (WebRequest) -> NodeCallAnswer
    ) throws -> (HardenedChainNode, TestNet) {
        let victim = try TestChains.node(
            "10.1.0.1:9401", peers: ["10.9.0.1:9401"], guards: guards,
            headerExcessMax: headerExcessMax)
        try TestChains.extend(victim.node, by: ownHeight, seed: "own", apart: apart)
        let net = TestNet([victim], height: height)
        net.strangers = [(try #require(NodeAddress("10.9.0.1:9401")), try liar(victim))]
        net.run(seconds: seconds)
        return (victim, net)
    }

    /// A node's own answers.
    private func honest(_ node: HardenedChainNode) -> (WebRequest) -> NodeCallAnswer {
        { request in
            let answer = node.answer(request, from: "10.1.0.1", atMilliseconds: 0)
            return .answered(status: answer.status, body: answer.body)
        }
    }

    private func liar(
        height: Int, evidence: any EvidenceSource = DigestEvidence(), later: Int = 0
    ) throws -> HardenedChainNode {
        let node = try TestChains.node("10.9.0.1:9401", evidence: evidence)
        try TestChains.extend(node.node, by: height, seed: "liar", later: later)
        return node
    }

    @Test("A peer that shows the node's own tip in its status hides nothing")
    func claimedTip() throws {
        let guards = Guards.all.without(HardenedNodeGuards.claims)
        for (guards, height) in [(Guards.all, 9), (guards, 0)] {
            let (victim, _) = try meet(guards) { victim in
                let answers = honest(try liar(height: 9))
                return { request in
                    guard request.path == "/status" else { return answers(request) }
                    return .answered(status: 200, body: victim.status.bytes)
                }
            }
            #expect(victim.node.height == height)
        }
    }

    @Test("A peer that claims great work costs one call for headers a poll, and no block")
    func claimedWork() throws {
        let guards = Guards.all.without(HardenedNodeGuards.claims)
        for (guards, kinds) in [(Guards.all, ["headers"]), (guards, ["headers", "status"])] {
            let (victim, net) = try meet(guards, ownHeight: 5) { victim in
                let answers = honest(victim)
                return { request in
                    guard request.path == "/status" else { return answers(request) }
                    var status = victim.status
                    status.work = "9" + status.work + "000000"
                    status.tip = String(status.tip.reversed())
                    return .answered(status: 200, body: status.bytes)
                }
            }
            let calls = net.calls.map(\.call).filter {
                [.status, .headers, .blocks].contains($0.kind)
            }
            #expect(Set(calls.map(\.kind.rawValue)).sorted() == kinds)
            #expect(calls.count == 5 * kinds.count && victim.counts.judgedBlocks == 0)
        }
    }

    @Test("A false proof costs one inference in ten minutes")
    func falseProofs() throws {
        let guards = Guards.all.without(HardenedNodeGuards.budget)
        for (guards, judged) in [(Guards.all, 1...1), (guards, 3...100)] {
            let (victim, _) = try meet(guards, seconds: 590) { _ in
                honest(try liar(height: 9, evidence: FalseEvidence()))
            }
            #expect(judged.contains(victim.counts.judgedBlocks))
            #expect(victim.node.height == 0 && victim.refusedBy().contains("proof"))
        }
    }

    @Test("Headers that break a rule cost no inference and no block")
    func forgedHeaders() throws {
        let (victim, net) = try meet(.all) { _ in
            let node = try liar(height: 9)
            return { request in
                guard request.path == "/headers" else { return honest(node)(request) }
                let blocks = (try? TestChains.blocks(node.node)) ?? []
                var headers = blocks.map { Array($0.prefix(SealedHeader.byteCount)) }
                headers[4][1 + 32 + 8 + 32 + 7] ^= 1
                return .answered(status: 200, body: BlockLists.bytes(headers: headers))
            }
        }
        #expect(net.calls(of: 0, .headers) == 1 && net.calls(of: 0, .blocks) == 0)
        #expect(victim.counts.judgedBlocks == 0 && victim.node.height == 0)
    }

    @Test("A chain of headers without more work ends at a bound")
    func depth() throws {
        let easy = try liar(height: 1_500)
        let guards = Guards.all.without(HardenedNodeGuards.headerDepth)
        for (guards, headerCalls) in [(Guards.all, 1...2), (guards, 12...100)] {
            let (victim, net) = try meet(
                guards, ownHeight: 31, seconds: 60, height: 2_000, apart: 1, headerExcessMax: 100
            ) { _ in honest(easy) }
            #expect(victim.node.work > easy.node.work)
            #expect(headerCalls.contains(net.calls(of: 0, .headers)))
            #expect(victim.refusedBy().contains("header_depth") == (headerCalls == 1...2))
            #expect(victim.counts.judgedBlocks == 0)
        }
    }

    @Test("Blocks are those of the headers, or nobody looks at their proofs")
    func otherBlocks() throws {
        let (node, other) = (try liar(height: 9), try liar(height: 9, later: 3))
        let guards = Guards.all.without(HardenedNodeGuards.rangeBlocks)
        for (guards, judged) in [(Guards.all, 0), (guards, 9)] {
            let (victim, _) = try meet(guards, seconds: 15) { _ in
                { request in
                    guard request.path == "/blocks" else { return honest(node)(request) }
                    let blocks = (try? TestChains.blocks(other.node)) ?? []
                    return .answered(status: 200, body: BlockLists.bytes(blocks: blocks))
                }
            }
            #expect(victim.counts.judgedBlocks == judged)
        }
    }

    @Test("Headers from below a common point are not fetched again and again")
    func locator() throws {
        let guards = Guards.all.without(HardenedNodeGuards.locator)
        for (guards, calls) in [(Guards.all, 1...1), (guards, 5...10)] {
            let (victim, net) = try meet(guards, ownHeight: 20) { victim in
                { request in
                    guard request.path == "/headers" else { return honest(victim)(request) }
                    let genesis = ChainPoint(height: 0, hash: victim.node.chain[0].digest)
                    let answer = victim.get("/headers", HeadersQuery(have: [genesis]).text)
                    return .answered(status: 200, body: answer.body)
                }
            }
            #expect(calls.contains(net.calls(of: 0, .headers)))
            #expect(victim.refusedBy().contains("locator") == (calls == 1...1))
        }
    }

    @Test("The clock is not asked of a block on which eleven stand, only of those above")
    func buriedClock() throws {
        let ahead = try liar(height: 30, later: 4_000)
        let guards = Guards.all.without(HardenedNodeGuards.buriedClock)
        for (guards, height) in [(Guards.all, 19), (guards, 0)] {
            let (victim, net) = try meet(guards, height: 1) { _ in honest(ahead) }
            #expect(victim.node.height == height)
            // Proofs are not computed twice, however often the peer is asked.
            #expect(victim.counts.judgedBlocks == (height == 0 ? 0 : 30))
            #expect(
                victim.takeEvents().contains { if case .paused = $0 { true } else { false } }
                    == false)
            net.milliseconds += 4_000_000
            net.run(seconds: 40)
            #expect(victim.node.height == 30)
        }
    }

    @Test("A block that is ahead of the clock is not taken for those of false proofs on it")
    func buriedUnderLies() throws {
        let forger = try TestChains.chain(evidence: FalseEvidence())
        let (victim, _) = try meet(.all, height: 1) { _ in
            try TestChains.extend(forger, by: 30, seed: "forger", later: 4_000)
            let node = HardenedChainNode(forger, HardenedNodeSettings(name: forger.rules.chainID))
            return honest(node)
        }
        #expect(victim.node.height == 0 && victim.counts.judgedBlocks == 1)
    }
}
