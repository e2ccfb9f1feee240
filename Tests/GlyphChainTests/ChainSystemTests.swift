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
                    #expect(reply.refusals.allSatisfy { system.guards.contains($0.by) })
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
}
