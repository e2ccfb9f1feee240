import ArgumentParser
import ChainConformance
import Conformance
import GatewayConformance
import HybridConformance
import LearningConformance
import MeshConformance
import NodeConformance
import Reports

/// The systems under test, by the names that commands and scenarios have for them.
enum SystemUnderTest: String, CaseIterable, ExpressibleByArgument {
    case chain, receipts, learning, mesh, hybrid

    var title: String {
        switch self {
        case .chain: "a chain whose miners prove that they ran a model"
        case .receipts: "gateways that sell inference, and pay by receipts that two parties signed"
        case .learning: "a ledger that pays for training, and a chain of trained models"
        case .mesh: "nodes that find each other, store signed records, and are paid by a chain"
        case .hybrid:
            "a chain proposed by work, acknowledged by a committee, finalised by two thirds"
        }
    }

    var rooms: [SystemDescription.Room] {
        switch self {
        case .chain:
            [
                .init("Chains", "a chain's node, for any rules: storage, branches, gossip"),
                .init("GlyphChain", "the published rules, holes included, and the hardened ones"),
                .init("Fingerprints", "heads, cascades and proofs"),
                .init("PublishedNode", "the published node: its files, server, client and run"),
                .init("HardenedNode", "the hardened node: headers first, bounded peers"),
                .init("NodeServing", "both nodes as processes, over HTTP"),
                .init("GlyphChainTrials", "attacks on it, and the books that judge them"),
                .init("NodeTrials", "attacks on its node over HTTP"),
                .init("ChainConformance", "its reference vectors"),
                .init("NodeConformance", "its node's reference vectors"),
            ]
        case .receipts:
            [
                .init("PublishedGateways", "the published network, holes included"),
                .init("GatewayNetwork", "the hardened network: receipts, epochs, votes, mints"),
                .init("GatewayTrials", "attacks on it, and the books that judge them"),
                .init("GatewayConformance", "its reference vectors"),
            ]
        case .learning:
            [
                .init("PublishedLearning", "the published ledger, holes included"),
                .init("Training", "the integer training step, its traces and audits"),
                .init("LearningNetwork", "the hardened ledger: audited proofs, votes, stake"),
                .init("LearningTrials", "attacks on it, and the books that judge them"),
                .init("LearningConformance", "its reference vectors"),
            ]
        case .mesh:
            [
                .init("PublishedMesh", "the published nodes, holes included"),
                .init("PublishedMeshChain", "the published chain that pays them"),
                .init("MeshNetwork", "the hardened nodes: staked ids, records, look-ups"),
                .init("MeshLedger", "the hardened ledger that pays them, in integers"),
                .init("MeshSimulation", "hundreds of nodes in one process"),
                .init("MeshServing", "a hardened node as a process, over TCP"),
                .init("MeshTrials", "attacks on it, and the books that judge them"),
                .init("MeshConformance", "its reference vectors"),
            ]
        case .hybrid:
            [
                .init("PublishedHybrid", "the published engine, nodes, averagers, holes included"),
                .init("Ethereum", "Keccak-256 and the encoding of headers"),
                .init("HybridChain", "the hardened chain: certificates, evidence, votes"),
                .init("HybridSimulation", "its nodes in one process"),
                .init("HybridServing", "the published engine and a hardened node, over HTTP"),
                .init("HybridTrials", "attacks on it, and the books that judge them"),
                .init("HybridConformance", "its reference vectors"),
            ]
        }
    }

    /// Commands without the program's name.
    var commands: [String] {
        switch self {
        case .chain:
            [
                "chain init", "chain mine", "chain verify", "attack run --system chain",
                "system vectors chain FILE",
            ]
        case .receipts:
            [
                "system network FOLDER -- COMMAND",
                "system serve receipts --role gateway --db FILE --identity FILE",
                "system client receipts --gateway URL --prompt TEXT",
                "attack run --system receipts", "system vectors receipts FILE",
            ]
        case .learning:
            [
                "system create-network learning FOLDER",
                "system serve learning --network FOLDER --store FILE",
                "system client learning status --node URL",
                "attack run --system learning", "system vectors learning FILE",
            ]
        case .mesh:
            [
                "system run mesh --nodes 200 --look-ups 1000 --attackers 20",
                "system keygen mesh FOLDER",
                "system serve mesh --network FOLDER --key FILE",
                "attack run --system mesh", "system vectors mesh FILE",
            ]
        case .hybrid:
            [
                "system serve hybrid --profile published",
                "attack run --system hybrid", "system vectors hybrid FILE",
            ]
        }
    }

    /// The forms of its vector files.
    ///
    /// - Parameter surroundings: for the files of one folder.
    func suite(_ surroundings: ChainVectorSurroundings) -> VectorSuite {
        switch self {
        case .chain:
            VectorSuite(
                system: "chain",
                judges: ChainVectors.suite(surroundings).judges
                    + NodeVectors.suite(surroundings).judges)
        case .receipts: GatewayVectors.suite
        case .learning: LearningVectors.suite(neighbour: surroundings.neighbour)
        case .mesh: MeshVectors.suite
        case .hybrid: HybridVectors.suite
        }
    }
}

extension ChainVectorSurroundings {
    /// No surroundings: enough to name the forms.
    static let none = ChainVectorSurroundings(
        tokenizer: nil, tokenizerMissing: "not looked for", pinnedModel: { _ in nil },
        neighbour: { _ in nil }, threadCount: 1)
}
