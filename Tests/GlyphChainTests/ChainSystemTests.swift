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
        var system = ChainSystem(try SmallChains.node(rules))
        var random = SeededGenerator(seed: 7)
        for block in blocks {
            for surface in system.surfaces {
                for _ in 0..<20 {
                    var bytes = block
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1
                    let (head, digest) = (system.head, system.stateDigest)
                    let reply = try system.submit(bytes, to: surface, at: clock)
                    #expect(!reply.isAccepted)
                    #expect(reply.head == head && reply.stateDigest == digest)
                    #expect(reply.refusals.allSatisfy { system.guards.contains($0.by) })
                }
            }
            let reply = try system.submit(block, to: ChainSurfaces.block, at: clock)
            #expect(reply.isAccepted && reply.stateDigest == system.stateDigest)
        }
        #expect(system.head == source.tipHash && system.stateDigest == source.stateDigest)
        let wallet = Wallet(seed: "face")
        let payment = try rules.payment(from: wallet, to: wallet.address, amount: 1, nonce: 0)
        #expect(try system.submit(payment, to: ChainSurfaces.transaction, at: clock).isAccepted)
        let file =
            Array("[".utf8)
            + (try (0...4).map { rules.documentElement(try source.blockBytes(atHeight: $0)) })
            .joined(separator: [0x2C]) + Array("]".utf8)
        var other = ChainSystem(try SmallChains.node(rules))
        #expect(try other.submit(file, to: ChainSurfaces.chain, at: clock).isAccepted)
        #expect(other.stateDigest == source.stateDigest)
        #expect(throws: UnknownSurface.self) {
            try other.submit(file, to: Surface("door"), at: clock)
        }
    }
}
