internal import Chains
internal import Cryptography
internal import Fingerprints
internal import GlyphChain
internal import HardenedNode
internal import Scenarios
internal import Trials

/// A hardened node in a trial, with its clock and its wallet.
final class HardenedHost {
    private static let attemptCountMax = 4_096

    let name: String
    let wallet: Wallet
    let rules: HardenedRules
    let counter: WorkCounter
    private(set) var node: HardenedChainNode
    private let settings: HardenedNodeSettings
    /// The clock's distance from the trial's.
    var besideMilliseconds = 0
    private var random: ActorRandom
    private(set) var isAlive: Bool
    private var miningInferenceCount = 0

    /// **Throws:** a fault of the laboratory.
    init(
        _ name: String, _ setup: TrialSetup, _ parameters: HardenedRules.Parameters,
        evidence: any EvidenceSource, peers: [String], isAlive: Bool
    ) throws {
        self.name = name
        self.isAlive = isAlive
        wallet = NodeParties.wallet(name, seed: setup.seed)
        random = ActorRandom(seed: setup.seed, actor: "miner \(name)")
        let counter = WorkCounter()
        self.counter = counter
        let rules = HardenedRules(
            parameters: parameters, evidence: CountingEvidence(evidence, counter),
            guards: setup.guards, counter: counter)
        self.rules = rules
        var settings = HardenedNodeSettings(name: Digests.sha256("node \(name)".utf8))
        settings.address = NodeAddress(HardenedPlaces.address(of: name))
        settings.peers = peers.compactMap { NodeAddress(HardenedPlaces.address(of: $0)) }
        self.settings = settings
        let store = try ChainStore(inMemoryFor: rules.pin)
        node = HardenedChainNode(try ChainNode(rules: rules, beginningIn: store), settings)
    }

    /// Inferences but for those of its own attempts.
    var judgingInferenceCount: Int { counter.counts.inferences - miningInferenceCount }

    func begin() { isAlive = true }

    /// Tries to win a block. **Result:** whether it did. **Throws:** a fault of the laboratory.
    func mine(atMilliseconds milliseconds: Int) throws -> Bool {
        let task = node.miningTask(
            miner: wallet.address, attemptCountMax: Self.attemptCountMax,
            atMilliseconds: milliseconds)
        let before = counter.counts.inferences
        let won = try task.run(random: &random)
        miningInferenceCount += counter.counts.inferences - before
        guard let block = won else { return false }
        return node.take(own: block, atMilliseconds: milliseconds)
    }

    /// Pays from the node's own wallet. **Result:** the refusal.
    func pay(to address: String, _ amount: Int, atMilliseconds milliseconds: Int) throws -> Refusal?
    {
        let holding = node.node.holding(of: wallet.address)
        let payment = try rules.payment(
            from: wallet, to: address, amount: UInt64(amount), nonce: holding.nextNonce)
        return node.pay(payment, atMilliseconds: milliseconds)
    }

    // MARK: The chain

    /// **Throws:** ``StoreError``.
    func blocks() throws -> [[UInt8]] {
        try (0...node.node.height).map { try node.node.blockBytes(atHeight: $0) }
    }

    /// The chain as a file, which the node starts from, beside the anchor that it keeps elsewhere.
    func document() throws -> [UInt8] {
        Array("[".utf8)
            + (try blocks()).map(rules.documentElement).joined(separator: Array(",".utf8))
            + Array("]".utf8)
    }

    /// Starts from a chain's file. **Result:** the refusals, after which the node is as it was.
    func restart(
        _ document: [UInt8], atMilliseconds milliseconds: Int
    ) throws -> [Refusal] {
        let blocks: [[UInt8]]
        do throws(DocumentError) {
            blocks = try rules.blocks(inDocument: document)
        } catch {
            return [Refusal(index: nil, by: CommonGuards.document, message: "\(error)")]
        }
        let store = try ChainStore(inMemoryFor: rules.pin)
        let chain = try ChainNode(rules: rules, beginningIn: store)
        let outcome = try chain.submit(
            Array(blocks.dropFirst()), clockSeconds: milliseconds / 1_000)
        let refusals = outcome.submissions.flatMap(\.refusals)
        guard refusals.isEmpty else { return refusals }
        let anchor = node.anchor
        let isThere =
            chain.height >= anchor.height
            && chain.stateDigests[anchor.height] == anchor.stateDigest
        guard isThere || !rules.guards.has(CommonGuards.storedAnchor) else {
            return [
                Refusal(
                    index: nil, by: CommonGuards.storedAnchor,
                    message: "expected height \(anchor.height), got \(chain.height)")
            ]
        }
        // Payments that wait lie in the store as well, and nobody has touched them.
        for payment in node.node.waitingTransactions {
            _ = try chain.submit(transaction: payment.bytes)
        }
        node = HardenedChainNode(chain, settings)
        return []
    }
}
