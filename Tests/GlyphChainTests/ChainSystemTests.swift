import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("A chain as an attack sees it")
struct ChainSystemTests {
    @Test("What is refused changes nothing; what is taken shows; refusals are guards that it names")
    func faces() throws {
        try faces(SmallChains.published)
        try faces(SmallChains.hardened)
    }

    private func faces<Rules: ChainRules>(_ rules: Rules) throws {
        let source = try SmallChains.node(rules)
        try SmallChains.extend(source, by: 4, seed: "face")
        let blocks = try SmallChains.blocks(source)
        let clock = LogicalClock(milliseconds: 1_000 * (SmallChains.startSeconds + 1_000))
        let wallet = Wallet(seed: "face")
        let payment = try rules.payment(from: wallet, to: wallet.address, amount: 1, nonce: 0)
        func file(_ blocks: [[UInt8]]) throws -> [UInt8] {
            Array("[".utf8)
                + ([try source.blockBytes(atHeight: 0)] + blocks).map(rules.documentElement)
                .joined(separator: [0x2C]) + Array("]".utf8)
        }
        var system = ChainSystem(try SmallChains.node(rules))
        var random = SeededGenerator(seed: 7)
        for block in blocks {
            for surface in system.surfaces {
                for _ in 0..<20 {
                    var changed = surface == ChainSurfaces.transaction ? payment : block
                    changed[Int.random(in: 0..<changed.count, using: &random)] ^= 1
                    let taken = try SmallChains.blocks(source).prefix { $0 != block }
                    let bytes =
                        switch surface {
                        case ChainSurfaces.chain: try file(taken + [changed])
                        case ChainSurfaces.peer:
                            GossipMessage.blocks(
                                parent: source.entryID(atHeight: taken.count), blocks: [changed]
                            ).bytes
                        default: changed
                        }
                    let (head, digest) = (system.head, system.stateDigest)
                    let reply = try system.submit(bytes, to: surface, from: Source(1), at: clock)
                    #expect(!reply.isAccepted)
                    #expect(reply.head == head && reply.stateDigest == digest)
                    for code in reply.refusals.map(\.by) where !system.guards.contains(code) {
                        #expect(reply.died && code == system.rules.fatalCode, "\(code.name)")
                    }
                }
            }
            let reply = try system.submit(
                block, to: ChainSurfaces.block, from: Source(1), at: clock)
            #expect(reply.isAccepted && reply.stateDigest == system.stateDigest)
        }
        #expect(system.head == source.tipHash && system.stateDigest == source.stateDigest)
        let paid = try system.submit(
            payment, to: ChainSurfaces.transaction, from: Source(1), at: clock)
        #expect(paid.isAccepted)
        var other = ChainSystem(try SmallChains.node(rules))
        let taken = try other.submit(
            file(blocks), to: ChainSurfaces.chain, from: Source(1), at: clock)
        #expect(taken.isAccepted)
        #expect(other.stateDigest == source.stateDigest)
        #expect(throws: UnknownSurface.self) {
            try other.submit(payment, to: Surface("door"), from: Source(1), at: clock)
        }
    }

    @Test("What a peer says is answered, and passed on to the others")
    func peer() throws {
        let rules = SmallChains.hardened
        let source = try SmallChains.node(rules)
        try SmallChains.extend(source, by: 3, seed: "peer")
        let blocks = try SmallChains.blocks(source)
        let clock = NodeCases<HardenedRules>.clock
        var system = ChainSystem(
            try SmallChains.node(rules), peers: [PeerAddress(1), PeerAddress(2)])
        func says(_ message: GossipMessage, _ source: UInt32 = 1) throws -> Reply {
            try system.submit(
                message.bytes, to: ChainSurfaces.peer, from: Source(source), at: clock)
        }
        let news = GossipMessage.blocks(
            parent: source.entryID(atHeight: 0), blocks: [blocks[0]])
        let reply = try says(news)
        #expect(reply.isAccepted && reply.stateDigest == source.stateDigests[1])
        #expect(reply.messages == [Reply.Message(target: Source(2), bytes: news.bytes)])
        // Nobody's block is asked for from whoever sent what stands on it.
        let orphan = try says(
            .blocks(parent: source.entryID(atHeight: 2), blocks: [blocks[2]]), 7)
        let asked = try #require(orphan.messages.first)
        #expect(orphan.isAccepted && asked.target == Source(7))
        #expect(
            try GossipMessage(bytes: asked.bytes)
                == .request(
                    locator: [source.entryID(atHeight: 1), source.entryID(atHeight: 0)]))
        let named = try says(.peers((1...12).map { PeerAddress($0) }))
        #expect(
            named.refusals.map(\.by) == [Guard](repeating: GossipGuards.peerShare, count: 2))
        #expect(system.peers == (1...10).map { PeerAddress($0) })
        #expect(try says(.peersRequest, 9).messages.first?.target == Source(9))
    }

    @Test("What a referee reads is what the node holds")
    func values() throws {
        let counter = WorkCounter()
        let rules = HardenedRules(
            parameters: SmallChains.hardened.parameters,
            evidence: CountingEvidence(DigestEvidence(), counter), counter: counter)
        let source = try SmallChains.node(SmallChains.hardened)
        try SmallChains.extend(source, by: 5, seed: "values", pays: true)
        let node = try SmallChains.node(rules)
        var system = ChainSystem(node, peers: [PeerAddress(3)])
        let clock = NodeCases<HardenedRules>.clock
        for block in try SmallChains.blocks(source) {
            let reply = try system.submit(
                block, to: ChainSurfaces.block, from: Source(1), at: clock)
            #expect(reply.isAccepted)
        }
        let payment = try rules.payment(
            from: Wallet(seed: "values"), to: Wallet(seed: "x").address, amount: 1, nonce: 4)
        for _ in 0..<2 {
            let reply = try system.submit(
                payment, to: ChainSurfaces.transaction, from: Source(1), at: clock)
            #expect(reply.isAccepted)
        }
        #expect(
            try system.blocks() == [source.blockBytes(atHeight: 0)] + SmallChains.blocks(source))
        #expect(system.accounts.map(\.owner) == source.accounts.map(\.ownerText))
        #expect(system.accounts.map(\.balance) == source.accounts.map(\.balanceText))
        #expect(system.chain.map(\.target) == source.chain.map(\.target))
        #expect(system.height == 5 && system.work == source.work)
        #expect(system.knownBlockCount == 6 && system.keptBlockCount == 0)
        #expect(system.waitingTransactionCount == 1 && system.peers == [PeerAddress(3)])
        // Four blocks pay, and what waits is judged once.
        var expected = WorkCounter.Counts()
        (expected.inferences, expected.signatureChecks, expected.transactions) = (5, 5, 5)
        #expect(counter.counts == expected)
    }
}
