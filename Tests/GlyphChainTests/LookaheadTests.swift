import Chains
import Cryptography
import Fingerprints
import GlyphChain
import PythonValues
import Testing
import Trials

@Suite("Costly checks made ahead of the judgement")
struct LookaheadTests {
    private static let weightsHash = Digest(bytes: [UInt8](repeating: 0x11, count: 32))

    private func published(_ counter: WorkCounter) -> PublishedRules {
        PublishedRules(
            proofs: CountingProofs(DigestProofs(), counter), weightsHash: Self.weightsHash)
    }

    private func hardened(
        _ counter: WorkCounter, _ source: any EvidenceSource = DigestEvidence()
    ) -> HardenedRules {
        var parameters = HardenedRules.Parameters(weightsHash: Self.weightsHash)
        parameters.stampBitCount = 4
        return HardenedRules(
            parameters: parameters, evidence: CountingEvidence(source, counter))
    }

    private func judged<Rules: ChainRules>(
        _ blocks: [[UInt8]], _ rules: Rules, expecting: [[UInt8]]?
    ) throws -> (refusals: [Refusal], state: Digest) {
        let foresight = rules.lookingAhead()
        if let expecting { foresight.expect(expecting) }
        let node = try SmallChains.node(expecting == nil ? rules : foresight.rules)
        let first = rules.bytes(of: rules.genesis)
        var intake = ChainIntake(node)
        try intake.take([first] + blocks, clockSeconds: SmallChains.startSeconds + 100_000)
        return (intake.refusals, node.stateDigest)
    }

    private func judgesAlike<Rules: ChainRules>(
        _ rules: Rules, _ counter: WorkCounter, spoiled: (Rules, [UInt8]) throws -> [UInt8]
    ) throws {
        let miner = try SmallChains.node(rules)
        try SmallChains.extend(miner, by: 150, seed: "ahead", pays: true)
        let blocks = try SmallChains.blocks(miner)
        let before = counter.counts.inferences
        let ahead = try judged(blocks, rules, expecting: blocks)
        #expect(counter.counts.inferences - before == 150, "each is computed once")
        #expect(ahead.refusals.isEmpty)
        #expect(ahead.state == miner.stateDigest)
        // Others, in another order, none at all: the judgement does not depend on it.
        for expected in [[], blocks.reversed(), Array(blocks[70...]), [[0xFF]] + blocks + blocks] {
            let odd = try judged(blocks, rules, expecting: expected)
            #expect(odd.refusals.isEmpty && odd.state == miner.stateDigest)
        }
        for place in [0, 31, 32, 149] {
            var wrong = blocks
            wrong[place] = try spoiled(rules, blocks[place])
            let alone = try judged(wrong, rules, expecting: nil)
            let ahead = try judged(wrong, rules, expecting: wrong)
            #expect(!alone.refusals.isEmpty)
            #expect(ahead.refusals == alone.refusals && ahead.state == alone.state)
        }
    }

    @Test("Published blocks are judged alike, each proof computed once")
    func publishedBlocks() throws {
        let counter = WorkCounter()
        try judgesAlike(published(counter), counter) { rules, bytes in
            // Any other proof, with the hash that it has.
            guard case .dictionary(var block) = try rules.block(bytes) else { return [] }
            block["proof_hash"] = .text(String(repeating: "0", count: 64))
            block["block_hash"] = .text(
                try PublishedVerifier.hash(ofHeader: .dictionary(block)))
            return rules.bytes(of: .dictionary(block))
        }
    }

    @Test("Hardened blocks are judged alike, each piece of evidence computed once")
    func hardenedBlocks() throws {
        let counter = WorkCounter()
        try judgesAlike(hardened(counter), counter) { rules, bytes in
            let block = try rules.block(bytes)
            let zeros = Digest(bytes: [UInt8](repeating: 0, count: 32))
            return rules.bytes(
                of: HardenedBlock(
                    header: block.header, nonce: block.nonce, proof: zeros,
                    transactions: block.transactions))
        }
    }

    @Test("A model without evidence is refused for its own reason")
    func noEvidence() throws {
        let counter = WorkCounter()
        let miner = try SmallChains.node(hardened(counter))
        try SmallChains.extend(miner, by: 3, seed: "none")
        let blocks = try SmallChains.blocks(miner)
        let rules = hardened(counter, NoEvidence())
        let alone = try judged(blocks, rules, expecting: nil)
        let ahead = try judged(blocks, rules, expecting: blocks)
        #expect(alone.refusals.count == 1 && ahead.refusals == alone.refusals)
    }
}
