import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("The hardened chain's guards, each taken out")
struct HardenedGuardTests {
    private typealias Codes = HardenedGuards

    private func placeCases(_ forge: HardenedForge) throws -> [GuardCase] {
        func changed(
            _ name: String, _ by: Guard, _ change: (inout HardenedHeader) -> Void
        ) throws -> GuardCase {
            forge.one(name, by, try forge.block(change: change).bytes)
        }
        let other = Digests.sha256([9])
        let previousTime = UInt64(try #require(forge.node.chain.last?.timestampSeconds))
        let latest = UInt64(NodeCases<HardenedRules>.clock.seconds + 600)
        // Of genesis and one block, that one is the median.
        let young = try HardenedForge(height: 1)
        let atMedian = try young.block { header in
            header.timestampSeconds = UInt64(young.node.chain[1].time)
        }
        return [
            try changed("another chain's", Codes.chainID) { $0.chainID = other },
            try changed("first index", Codes.position) { $0.index = 1 },
            try changed("another block before", Codes.previousHash) { $0.previous = other },
            try changed("another model's", Codes.weights) { $0.weightsHash = other },
            try changed("earlier", Codes.timeOrder) { $0.timestampSeconds = previousTime - 1 },
            young.one("at the median", Codes.medianTime, atMedian.bytes),
            try changed("late", Codes.futureTime) { $0.timestampSeconds = latest + 1 },
            try changed("never", Codes.futureTime) { $0.timestampSeconds = .max },
            try changed("an easier target", Codes.target) { header in
                header.target = HardenedRules.bytes32(HardenedRules.number(header.target) + 1)
            },
            try changed("another root", Codes.transactions) { $0.transactionRoot = other },
            forge.one("no stamp", Codes.stamp, try forge.block(isStamped: false).bytes),
            forge.one("no work", Codes.work, try forge.block(isWon: false).bytes),
        ]
    }

    private func byteCases(_ forge: HardenedForge) throws -> [GuardCase] {
        let good = try forge.block().bytes
        let many = try forge.block((0..<1_001).map { try forge.payment(amount: 1, nonce: $0) })
        var version = good
        version[0] = 2
        // To whoever has a key that is none, and from there.
        let noKey = [UInt8](repeating: 0xFF, count: 33)
        let ghost = HardenedTransaction(
            to: Address(HardenedForge.wallet.publicKey), amount: 3, nonce: 0, keyBytes: noKey,
            signature: [UInt8](repeating: 0, count: 64))
        let haunted = try forge.block([try forge.payment(to: ghost.from), ghost]).bytes
        return [
            forge.one("1,001 payments", Codes.size, many.bytes),
            forge.one("another version", Codes.encoding, version),
            forge.one("a byte more", Codes.encoding, good + [0]),
            forge.one("a byte less", Codes.encoding, next: Codes.proof, good.dropLast()),
            forge.one("nothing", Codes.encoding, next: Codes.chainID, []),
            forge.one("a key that is no point", Codes.key, next: Codes.signature, haunted),
            forge.one(
                "a key that is no point and needs not sign", Codes.key,
                others: .all.without(Codes.signature), haunted),
        ]
    }

    private func moneyCases(_ forge: HardenedForge) throws -> [GuardCase] {
        let payment = try forge.payment()
        var signature = payment.signature
        signature[40] ^= 1
        let forged = HardenedTransaction(
            to: payment.to, amount: payment.amount, nonce: 0, keyBytes: payment.keyBytes,
            signature: signature)
        var noProof = try forge.block()
        noProof = HardenedBlock(
            header: noProof.header, nonce: noProof.nonce,
            proof: Digest(bytes: [UInt8](repeating: 0, count: 32)), transactions: [])
        let young = try HardenedForge(height: 0)
        let first = try young.block().bytes
        func pays(_ name: String, _ by: Guard, _ payments: [HardenedTransaction]) throws
            -> GuardCase
        {
            forge.one(name, by, try forge.block(payments).bytes)
        }
        return [
            try pays("nothing", Codes.amount, [try forge.payment(amount: 0)]),
            try pays("twice", Codes.nonce, [payment, payment]),
            try pays("too much", Codes.balance, [try forge.payment(amount: 1_000_000)]),
            try pays("unsigned", Codes.signature, [forged]),
            forge.one("no proof", Codes.proof, noProof.bytes),
            GuardCase("a block that the model cannot read", Codes.context) { guards in
                try young.judge(first, guards, evidence: NoEvidence())
            },
        ]
    }

    private func peerCases(_ cases: NodeCases<HardenedRules>) throws -> [GuardCase] {
        func peers(_ numbers: Range<UInt32>) -> [UInt8] {
            GossipMessage.peers(numbers.map { PeerAddress($0) }).bytes
        }
        let forge = try HardenedForge(height: 0)
        let wrong = try (0..<2).map { index in
            let block = try forge.block { $0.timestampSeconds += UInt64(index) }
            return GossipMessage.blocks(
                parent: forge.node.tip,
                blocks: [
                    HardenedBlock(
                        header: block.header, nonce: block.nonce,
                        proof: Digest(bytes: [UInt8](repeating: 0, count: 32)), transactions: []
                    ).bytes
                ]
            ).bytes
        }
        func last(_ guards: Guards, from: UInt32, _ inputs: [[UInt8]]) throws -> [Guard] {
            try NodeCases.last(
                cases.system(guards, height: 0), ChainSurfaces.peer, from: from, inputs)
        }
        return [
            GuardCase("a second wrong proof", GossipGuards.budget, next: Codes.proof) { guards in
                try last(guards, from: 1, wrong)
            },
            GuardCase("strangers' second wrong proof", GossipGuards.budget, next: Codes.proof) {
                guards in
                var system = try cases.system(guards, height: 0)
                let clock = NodeCases<HardenedRules>.clock
                _ = try system.submit(
                    wrong[0], to: ChainSurfaces.peer, from: Source(70), at: clock)
                return try NodeCases.last(system, ChainSurfaces.peer, from: 71, [wrong[1]])
            },
            GuardCase("a ninth peer", GossipGuards.peerShare) { guards in
                try last(guards, from: 1, [peers(100..<108), peers(108..<109)])
            },
            GuardCase("a stranger's peer", GossipGuards.peerStranger) { guards in
                try last(guards, from: 70, [peers(100..<101)])
            },
        ]
    }

    @Test("A sloppy reader never traps, and reads what it writes as what it wrote")
    func sloppyReader() throws {
        let forge = try HardenedForge()
        let guards = Guards.all.without(Codes.size, Codes.encoding, Codes.key)
        let good = try forge.block([try forge.payment(), try forge.payment(nonce: 1)]).bytes
        var random = SeededGenerator(seed: 35)
        for _ in 0..<2_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            bytes = Array(bytes.prefix(Int.random(in: 0...2 * good.count, using: &random)))
            let written = try HardenedBlock(bytes: bytes, guards: guards).bytes
            #expect(try HardenedBlock(bytes: written, guards: guards).bytes == written)
        }
    }

    @Test("Each guard stops something that gets through, or to the next guard, without it")
    func cases() throws {
        let forge = try HardenedForge()
        let shared = NodeCases { SmallChains.hardened(guards: $0) }
        let cases =
            try placeCases(forge) + byteCases(forge) + moneyCases(forge) + peerCases(shared)
            + shared.all()
        for one in cases { try one.check() }
        let system = try shared.system(.all, height: 0)
        for one in system.guards where !CommonGuards.stored.contains(one) {
            #expect(cases.contains { $0.stoppedBy == one }, "\(one.name)")
        }
        for one in cases { #expect(system.guards.contains(one.stoppedBy), "\(one.name)") }
        #expect(Set(system.guards).count == system.guards.count)
        print("\(cases.count) cases of \(system.guards.count) guards")
    }
}
