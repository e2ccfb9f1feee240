import BigInt
import Chains
import Cryptography
import Fingerprints
import GlyphChain
import HardenedNode
import Routing
import Trials

/// Evidence that is a digest of the seed, counted.
final class DigestEvidence: EvidenceSource, @unchecked Sendable {
    let shape = WitnessShape(layerCount: 1, headCount: 1, width: 64, vocabularyCount: 256)
    /// A test's node belongs to one task.
    private(set) var count = 0

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        count += seeds.count
        return seeds.map { seed in
            Evidence(
                witness: Digests.sha256(Array("witness".utf8) + seed.bytes),
                fingerprintText: seed.text)
        }
    }
}

/// Evidence of a model that was never run.
struct FalseEvidence: EvidenceSource {
    let shape = WitnessShape(layerCount: 1, headCount: 1, width: 64, vocabularyCount: 256)

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        seeds.map {
            Evidence(witness: Digests.sha256(Array("guessed".utf8) + $0.bytes), fingerprintText: "")
        }
    }
}

enum TestChains {
    static let startSeconds = 1_700_000_000
    static let alice = Wallet(seed: "alice")
    static let bob = Wallet(seed: "bob")

    static func rules(
        guards: Guards = .all, evidence: any EvidenceSource = DigestEvidence()
    ) -> HardenedRules {
        var parameters = HardenedRules.Parameters(
            weightsHash: Digest(bytes: [UInt8](repeating: 0x11, count: 32)))
        parameters.stampBitCount = 4
        return HardenedRules(parameters: parameters, evidence: evidence, guards: guards)
    }

    static func chain(
        _ guards: Guards = .all, evidence: any EvidenceSource = DigestEvidence()
    ) throws -> ChainNode<HardenedRules> {
        let rules = rules(guards: guards, evidence: evidence)
        return try ChainNode(rules: rules, beginningIn: try ChainStore(inMemoryFor: rules.pin))
    }

    static func node(
        _ address: String, peers: [String] = [], allowsPrivate: Bool = true,
        guards: Guards = .all, evidence: any EvidenceSource = DigestEvidence(),
        headerExcessMax: Int = 4_096
    ) throws -> HardenedChainNode {
        var settings = HardenedNodeSettings(name: Digests.sha256(address.utf8))
        settings.address = NodeAddress(address)
        settings.peers = peers.compactMap { NodeAddress($0) }
        settings.allowsPrivate = allowsPrivate
        settings.headerExcessMax = headerExcessMax
        return HardenedChainNode(try chain(guards, evidence: evidence), settings)
    }

    /// Mines blocks so many seconds apart, from the start on or from so many seconds later.
    static func extend(
        _ node: ChainNode<HardenedRules>, by blockCount: Int, seed: String, later: Int = 0,
        apart: Int = 20, miner: Wallet = alice
    ) throws {
        var random = ActorRandom(seed: seed, actor: "miner")
        for _ in 0..<blockCount {
            let time = startSeconds + later + apart * (node.height + 1)
            let block = try node.mine(
                miner: miner.address, clockSeconds: time, attemptCountMax: 1_000_000,
                random: &random)
            guard block != nil else { throw NoBlock(height: node.height + 1) }
        }
    }

    struct NoBlock: Error {
        let height: Int
    }

    /// The main chain's blocks above a height.
    static func blocks(
        _ node: ChainNode<HardenedRules>, above height: Int = 0
    ) throws -> [[UInt8]] {
        try (height + 1..<node.height + 1).map { try node.blockBytes(atHeight: $0) }
    }

    static func payment(
        _ node: ChainNode<HardenedRules>, amount: UInt64 = 5, nonce: UInt64? = nil,
        from wallet: Wallet = alice
    ) throws -> [UInt8] {
        try node.rules.payment(
            from: wallet, to: bob.address, amount: amount,
            nonce: nonce ?? node.holding(of: wallet.address).nextNonce)
    }
}

/// Nodes that call each other in one process, and strangers whose answers a test makes.
final class TestNet {
    private(set) var nodes: [HardenedChainNode] = []
    var milliseconds: Int
    /// Answers of addresses that are no nodes.
    var strangers: [(address: NodeAddress, answer: (WebRequest) -> NodeCallAnswer)] = []
    /// Nodes that nobody reaches.
    var isDown: (NodeAddress) -> Bool = { _ in false }
    private(set) var calls: [(from: Int, call: NodeCall)] = []
    private(set) var linksMax = 0
    private(set) var blockBytesMax = 0

    init(_ nodes: [HardenedChainNode], height: Int = 100) {
        self.nodes = nodes
        milliseconds = 1_000 * (TestChains.startSeconds + 20 * (height + 1))
    }

    func calls(of node: Int, _ kind: NodeCall.Kind) -> Int {
        calls.count { $0.from == node && $0.call.kind == kind }
    }

    /// Lets all nodes make the calls that are due and judge what came.
    func step() {
        for (index, node) in nodes.enumerated() {
            for call in node.due(atMilliseconds: milliseconds) {
                calls.append((index, call))
                node.hear(answer(call, from: node), to: call, atMilliseconds: milliseconds)
                note(node)
            }
            while node.work(atMilliseconds: milliseconds) { note(node) }
        }
    }

    private func note(_ node: HardenedChainNode) {
        linksMax = max(linksMax, node.holdings.links)
        blockBytesMax = max(blockBytesMax, node.holdings.blockBytes)
    }

    private func answer(_ call: NodeCall, from node: HardenedChainNode) -> NodeCallAnswer {
        if let stranger = strangers.first(where: { $0.address == call.peer }) {
            return stranger.answer(call.request)
        }
        guard let other = nodes.first(where: { $0.settings.address == call.peer }),
            !isDown(call.peer), let source = node.settings.address, !isDown(source)
        else { return .failed }
        let answer = other.answer(call.request, from: source.host, atMilliseconds: milliseconds)
        return .answered(status: answer.status, body: answer.body)
    }

    func run(seconds: Int) {
        for _ in 0..<seconds {
            step()
            milliseconds += 1_000
        }
    }

    var heights: [Int] { nodes.map(\.node.height) }
    var isOneChain: Bool { Set(nodes.map(\.node.tipHash)).count == 1 }
}

extension HardenedChainNode {
    /// The guards that have refused something since the last look.
    func refusedBy() -> [String] {
        takeEvents().compactMap {
            if case .refused(_, let refusal) = $0 { refusal.by.name } else { nil }
        }
    }

    func get(_ path: String, _ query: String = "", at milliseconds: Int = 0) -> WebAnswer {
        answer(
            WebRequest(method: "GET", path: path, query: query), from: "198.18.0.1",
            atMilliseconds: milliseconds)
    }

    func post(
        _ path: String, _ body: [UInt8], from source: String = "198.18.0.1", at milliseconds: Int
    ) -> WebAnswer {
        answer(
            WebRequest(method: "POST", path: path, body: body), from: source,
            atMilliseconds: milliseconds)
    }
}
