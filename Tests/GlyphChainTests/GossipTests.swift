import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("What nodes tell each other")
struct GossipTests {
    private static let clock = SmallChains.startSeconds + 10_000

    private func gossiper<Rules: ChainRules>(_ rules: Rules) throws -> GossipNode<Rules> {
        GossipNode(
            node: try SmallChains.node(rules), address: PeerAddress(0),
            peers: [PeerAddress(1), PeerAddress(2)])
    }

    @Test("A chain of 300 blocks is fetched in parts, a longer branch as well")
    func sync() throws {
        let rules = SmallChains.hardened
        let (one, other) = (try gossiper(rules), try gossiper(rules))
        try SmallChains.extend(one.node, by: 40, seed: "one")
        try SmallChains.extend(other.node, by: 300, seed: "other", pays: true)
        var rounds = 0
        var toOther = [GossipMessage.request(locator: one.node.locator)]
        while !toOther.isEmpty, rounds < 20 {
            rounds += 1
            let answers = try toOther.flatMap {
                try other.receive($0.bytes, from: PeerAddress(1), clockSeconds: Self.clock)
                    .envelopes
            }
            toOther = try answers.flatMap {
                try one.receive($0.message.bytes, from: PeerAddress(1), clockSeconds: Self.clock)
                    .envelopes
            }.filter { $0.target == PeerAddress(1) }.map(\.message)
        }
        #expect(one.node.stateDigests == other.node.stateDigests)
        #expect((5...8).contains(rounds), "\(rounds) rounds")
        #expect(one.node.keptBlockCount == 40)
    }

    @Test("A wrong proof costs hardened one inference, its source ten minutes; others nothing")
    func budget() throws {
        let rules = SmallChains.hardened
        let gossiper = try gossiper(rules)
        let source = try SmallChains.node(rules)
        try SmallChains.extend(source, by: 1, seed: "source")
        let good = try SmallChains.blocks(source)[0]
        let wrong = try (0..<3).map { try Self.wrongProof(rules, good, UInt64($0)) }
        func send(_ block: [UInt8], from peer: UInt32, after seconds: Int) throws -> Guard? {
            let message = GossipMessage.blocks(
                parent: try SmallChains.node(rules).tip, blocks: [block])
            return try gossiper.receive(
                message.bytes, from: PeerAddress(peer), clockSeconds: Self.clock + seconds
            ).refusals.last?.by
        }
        #expect(try send(wrong[0], from: 1, after: 0) == HardenedGuards.proof)
        #expect(try send(wrong[1], from: 1, after: 1) == GossipGuards.budget)
        #expect(try send(good, from: 1, after: 599) == GossipGuards.budget)
        #expect(try send(wrong[2], from: 2, after: 599) == HardenedGuards.proof)
        // Strangers have one inference together.
        #expect(try send(wrong[2], from: 50, after: 599) == HardenedGuards.proof)
        #expect(try send(wrong[2], from: 51, after: 599) == GossipGuards.budget)
        #expect(try send(good, from: 1, after: 600) == nil)
        #expect(gossiper.node.tip == source.tip)
    }

    /// The block with another nonce and a proof that would win.
    private static func wrongProof(
        _ rules: HardenedRules, _ block: [UInt8], _ nonce: UInt64
    ) throws -> [UInt8] {
        var bytes = block
        let start = bytes.count - 40
        for index in 0..<8 { bytes[start + index] = index == 7 ? UInt8(nonce) : 0 }
        for index in 0..<32 { bytes[start + 8 + index] = 0 }
        return bytes
    }

    @Test("Nothing that a stranger sends makes a node fail or answer what was not asked")
    func strangers() throws {
        let gossiper = try gossiper(SmallChains.published)
        try SmallChains.extend(gossiper.node, by: 5, seed: "here")
        let tip = gossiper.node.tip
        var random = SeededGenerator(seed: 3)
        let message = GossipMessage.blocks(
            parent: tip, blocks: [Array("{\"target\":7}".utf8), Array("[NaN]".utf8)]
        ).bytes
        var refusedCount = 0
        for _ in 0..<5_000 {
            var bytes = message
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            let heard = try gossiper.receive(
                bytes, from: PeerAddress(9), clockSeconds: Self.clock)
            #expect(heard.envelopes.allSatisfy { $0.target == PeerAddress(9) })
            refusedCount += heard.refusals.isEmpty ? 0 : 1
        }
        #expect(gossiper.node.tip == tip && refusedCount > 1_000)
    }
}
