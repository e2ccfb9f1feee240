import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

/// Blocks on a hardened chain in which everything fits together but what a case wants otherwise.
struct HardenedForge {
    static let wallet = Wallet(seed: "forge")
    let rules = SmallChains.hardened
    let node: ChainNode<HardenedRules>

    init(height: Int = 12) throws {
        node = try SmallChains.node(rules)
        try SmallChains.extend(node, by: height, seed: "forge")
    }

    /// A block on the tip.
    func block(
        _ transactions: [HardenedTransaction] = [], isStamped: Bool = true, isWon: Bool = true,
        change: (inout HardenedHeader) -> Void = { _ in }
    ) throws -> HardenedBlock {
        let chain = node.chain
        var header = HardenedHeader(
            chainID: rules.chainID, index: UInt64(chain.count),
            previous: chain[chain.count - 1].digest,
            timestampSeconds: UInt64(SmallChains.startSeconds + 20 * chain.count),
            transactionRoot: HardenedBlock.root(transactions),
            transactionCount: UInt32(transactions.count),
            miner: Address(Self.wallet.publicKey), weightsHash: rules.parameters.weightsHash,
            target: rules.target(on: chain), stamp: 0)
        change(&header)
        if isStamped {
            header = rules.stamped(header)
        } else {
            while rules.isStamped(header.content) { header.stamp += 1 }
        }
        let target = HardenedRules.number(header.target)
        for nonce in 0...UInt64.max {
            let proof = try rules.proofs(header.content, [nonce])[0]
            guard (HardenedRules.number(proof) < target) == isWon else { continue }
            return HardenedBlock(
                header: header, nonce: nonce, proof: proof, transactions: transactions)
        }
        preconditionFailure("no nonce is left")
    }

    func payment(
        amount: UInt64 = 5, nonce: UInt64 = 0, to: Address = Address(Wallet(seed: "x").publicKey)
    ) throws -> HardenedTransaction {
        try #require(
            HardenedTransaction(
                chainID: rules.chainID, to: to, amount: amount, nonce: nonce,
                privateKey: Self.wallet.privateKey))
    }

    /// What stops a block on the tip.
    func judge(
        _ block: [UInt8], _ guards: Guards, evidence: any EvidenceSource = DigestEvidence()
    ) throws -> [Guard] {
        let judging = try SmallChains.node(
            HardenedRules(parameters: rules.parameters, evidence: evidence, guards: guards))
        let before = try SmallChains.blocks(node)
        // Those before are not what is judged, and a source of evidence may have none of them.
        let blocks = evidence is DigestEvidence ? before + [block] : [block]
        return try judging.submit(
            blocks, clockSeconds: NodeCases<HardenedRules>.clock.seconds
        ).submissions.last?.refusals.map(\.by) ?? []
    }

    func one(
        _ name: String, _ stoppedBy: Guard, next: Guard? = nil, others: Guards = .all,
        _ block: [UInt8]
    ) -> GuardCase {
        GuardCase(name, stoppedBy, next: next, others: others) { try judge(block, $0) }
    }
}

/// A model that reads nothing.
struct NoEvidence: EvidenceSource {
    let shape = DigestEvidence().shape

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        throw NoProof(why: "a context of no tokens")
    }
}
