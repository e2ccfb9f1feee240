import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Trials

/// Proofs that are digests of the question: for what is to be shown of a chain, not of a model.
struct DigestProofs: ProofSource {
    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        guard prompt.count < 4_096 else { throw NoProof(why: "a prompt beyond the context") }
        return Digests.sha256(Array(salt.utf8) + [0] + prompt).text
    }
}

/// Evidence that is a digest of the seed.
struct DigestEvidence: EvidenceSource {
    let shape = WitnessShape(layerCount: 1, headCount: 1, width: 64, vocabularyCount: 256)

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        seeds.map { seed in
            Evidence(
                witness: Digests.sha256(Array("witness".utf8) + seed.bytes),
                fingerprintText: seed.text)
        }
    }
}

enum SmallChains {
    static let published = PublishedRules(
        proofs: DigestProofs(), weightsHash: Digest(bytes: [UInt8](repeating: 0x11, count: 32)))

    static let hardened = hardened()

    /// With a stamp of few bits.
    static func hardened(guards: Guards = .all) -> HardenedRules {
        var parameters = HardenedRules.Parameters(
            weightsHash: Digest(bytes: [UInt8](repeating: 0x11, count: 32)))
        parameters.stampBitCount = 4
        return HardenedRules(parameters: parameters, evidence: DigestEvidence(), guards: guards)
    }

    static let startSeconds = 1_700_000_000

    /// Mines blocks 20 s apart, each with a payment where `pays`.
    static func extend<Rules: ChainRules>(
        _ node: ChainNode<Rules>, by blockCount: Int, seed: String, pays: Bool = false,
        wallet: Wallet? = nil
    ) throws {
        let wallet = wallet ?? Wallet(seed: seed)
        var random = ActorRandom(seed: seed, actor: "miner")
        for _ in 0..<blockCount {
            let holding = node.holding(of: wallet.address)
            if pays, holding.units > 0 {
                let payment = try node.rules.payment(
                    from: wallet, to: Wallet(seed: "\(seed) \(node.height % 7)").address,
                    amount: 1 + UInt64(node.height % 5), nonce: holding.nextNonce)
                _ = try node.submit(transaction: payment).get()
            }
            let block = try node.mine(
                miner: wallet.address, clockSeconds: startSeconds + 20 * (node.height + 1),
                attemptCountMax: 100_000, random: &random)
            guard block != nil else { throw Unlucky(height: node.height + 1) }
        }
    }

    struct Unlucky: Error {
        let height: Int
    }

    static func node<Rules: ChainRules>(_ rules: Rules) throws -> ChainNode<Rules> {
        try ChainNode(rules: rules, beginningIn: try ChainStore(inMemoryFor: rules.pin))
    }

    /// The main chain's blocks above a height.
    static func blocks<Rules: ChainRules>(
        _ node: ChainNode<Rules>, above height: Int = 0
    ) throws -> [[UInt8]] {
        try (height + 1..<node.height + 1).map { try node.blockBytes(atHeight: $0) }
    }
}

extension SmallChains {
    /// Rows of accounts as a store has them, odd ones among them.
    static func accounts(_ rules: PublishedRules) throws -> [[UInt8]] {
        let node = try node(rules)
        try extend(node, by: 8, seed: "rows", pays: true)
        return node.accounts.map(\.row)
    }
}
