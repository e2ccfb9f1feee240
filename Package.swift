// swift-tools-version: 6.2
import PackageDescription

// CI turns every warning into an error; a newer compiler's new warning must not stop a stranger.
let warningsAreErrors = Context.environment["GLYPHLAB_WARNINGS_AS_ERRORS"] == "1"

let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

let cSettings: [CSetting] = warningsAreErrors ? [.treatAllWarnings(as: .error)] : []

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// One room of the house: a library target below `Sources/`, with the rooms it may import.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
        swiftSettings: swiftSettings)
}

let package = Package(
    name: "glyphlab",
    products: [.executable(name: "glyphlab", targets: ["glyphlab"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        // Floor 0: C.
        .target(name: "CKernels", cSettings: cSettings),
        .target(name: "COpenBLAS", cSettings: cSettings),
        .target(name: "CDigests", cSettings: cSettings),
        // Floats in chosen orders; only the rooms Shadows and FloatEngine may know it.
        .target(name: "CShadows", cSettings: cSettings),
        // The integer training step, one template for each CPU; only the room Training may know it.
        .target(name: "CTraining", cSettings: cSettings),
        // Says which commit is built: the plugin writes the stamp that its C file includes.
        .plugin(name: "StampPlugin", capability: .buildTool(), path: "Sources/StampPlugin"),
        .target(
            name: "CBuildFacts", exclude: ["write_stamp.sh"],
            cSettings: cSettings + [.headerSearchPath("../../.build/stamp")],
            plugins: ["StampPlugin"]),
        .target(name: "CProcess", cSettings: cSettings),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        // Floor 1: bytes, the operating system, integers, digests.
        room("Encodings"),
        room("Routing"),
        room("Platform", ["CBuildFacts", "CCurl", "CProcess"]),
        room("Tensors", ["CKernels", "COpenBLAS"]),
        room("Cryptography", [crypto, "CDigests", "CSecp256k1", "CSodium"]),
        room("PythonValues", ["Encodings", bigInt]),
        // Exact intervals of rates.
        room("Statistics", [bigInt]),
        room("Databases", ["Platform", grdb, sqlite]),
        room("Sandboxes", ["Platform"]),
        // Floor 2: weights, text, the engine.
        room("Architectures", ["Tensors"]),
        room("Tokenization", ["Encodings"], exclude: ["generate_unicode_tables.py"]),
        room(
            "Checkpoints",
            [
                "Architectures", "Tokenization", "Tensors", "Cryptography", "Encodings", "Platform",
            ]),
        room("Inference", ["Architectures", "Tensors"], exclude: ["QWEN2.md"]),
        room("Trials", ["Cryptography"]),
        // A listener for any router.
        room("Serving", ["Routing", "Platform", flyingSocks]),
        // A served node's lines to its peers, for any system.
        room("Peers", ["Trials", "Cryptography", "Platform"]),
        // Files of reference vectors, for any system.
        room("Conformance", ["PythonValues", "Encodings", bigInt]),
        // Requests and answers as FastAPI and pydantic have them, for any published system.
        room("PythonWeb", ["Routing", "PythonValues", "Encodings", bigInt]),
        // The published gateway network, whole: floats and holes included.
        room(
            "PublishedGateways",
            [
                "Routing", "PythonWeb", "PythonValues", "Databases", "Cryptography", "Encodings",
                "Platform", bigInt, sqlite,
            ]),
        // The published proof of learning, whole: floats and holes included.
        room(
            "PublishedLearning",
            [
                "Routing", "PythonWeb", "PythonValues", "Cryptography", "Encodings", "Platform",
                bigInt,
            ]),
        // The published mesh's nodes whole, holes included, and the chain that pays them, floats
        // included.
        room(
            "PublishedMesh",
            [
                "Routing", "PythonWeb", "PythonValues", "Cryptography", "Encodings", bigInt,
            ]),
        room("PublishedMeshChain", ["PythonValues", "Cryptography", "Encodings", bigInt]),
        // Keccak-256 and RLP, and the published hybrid chain whole: consensus node, engine,
        // averager and records.
        room("Ethereum", [bigInt]),
        room(
            "PublishedHybrid",
            [
                "Ethereum", "Routing", "PythonWeb", "PythonValues", "Cryptography", "Encodings",
                bigInt,
            ]),
        // The exact classifier with one hidden layer that the systems that train share.
        room("Classifiers", ["Tensors", "Cryptography", "Encodings"]),
        // The integer training step, its traces and audits, for any system that pays for training.
        room(
            "Training",
            ["Classifiers", "CTraining", "Tensors", "Cryptography", "Encodings", "Platform"]),
        // Floor 3: from attention rows to a proof; a chain's node, for any rules.
        room("Fingerprints", ["Cryptography", "Encodings"]),
        room("Traces", ["Cryptography", "Encodings"], exclude: ["README.md"]),
        room("Chains", ["Trials", "Databases", "Cryptography", "Encodings", bigInt, grdb]),
        // Floor 4: text in, proof out.
        room(
            "Proving",
            [
                "Architectures", "Checkpoints", "Tokenization", "Inference", "Fingerprints",
                "Tensors", "Traces", "Cryptography", "Encodings", "Platform",
            ]),
        room(
            "GlyphChain",
            [
                "Chains", "Trials", "Fingerprints", "Cryptography", "Encodings", "PythonValues",
                bigInt,
            ], exclude: ["Hardened/README.md"]),
        room(
            "GatewayNetwork",
            [
                "Peers", "Routing", "Trials", "Databases", "Cryptography", "Encodings", "Platform",
                "PythonValues", bigInt, grdb,
            ],
            exclude: ["README.md", "MINTING.md"]),
        // Proof of learning whose proofs are audited by training again.
        room(
            "LearningNetwork",
            [
                "Peers", "Training", "Routing", "Trials", "PythonValues", "Cryptography",
                "Encodings", "Platform", bigInt,
            ],
            exclude: ["README.md"]),
        // A mesh whose ids come from stakes and whose records cannot be replayed, the ledger that
        // pays it, hundreds of nodes in one process, and nodes as processes.
        room(
            "MeshNetwork", ["Trials", "Cryptography", "Encodings"], exclude: ["README.md"]),
        room(
            "MeshLedger", ["MeshNetwork", "Trials", "Cryptography", "Encodings", bigInt],
            exclude: ["README.md"]),
        room(
            "MeshSimulation",
            [
                "MeshNetwork", "PublishedMesh", "Statistics", "Trials", "PythonValues",
                "Cryptography", "Encodings", "Platform",
            ]),
        room(
            "MeshServing",
            ["MeshNetwork", "Trials", "Cryptography", "Encodings", "Platform", flyingSocks]),
        // A chain whose blocks are proposed by work, carry a committee's acknowledgements, and are
        // finalised by two thirds; networks of its validators in one process; and a node to run.
        room(
            "HybridChain",
            ["Classifiers", "Tensors", "Trials", "Cryptography", "Encodings", bigInt],
            exclude: ["README.md"]),
        room(
            "HybridSimulation",
            [
                "HybridChain", "PublishedHybrid", "Classifiers", "Statistics", "Tensors", "Trials",
                "PythonValues", "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        room(
            "HybridServing",
            [
                "HybridChain", "PublishedHybrid", "Ethereum", "Classifiers", "Peers", "Routing",
                "Trials", "PythonValues", "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        // The published chain's node: its folder, its server, its client, its run; and the hardened
        // node, which talks to others of its kind; and both as processes.
        room(
            "PublishedNode",
            [
                "GlyphChain", "Chains", "Fingerprints", "Trials", "PythonValues", "Cryptography",
                "Encodings", "Platform", bigInt,
            ]),
        room(
            "HardenedNode",
            [
                "GlyphChain", "Chains", "Fingerprints", "Routing", "Trials", "Cryptography",
                "Encodings", bigInt,
            ],
            exclude: ["README.md"]),
        room(
            "NodeServing",
            [
                "PublishedNode", "HardenedNode", "GlyphChain", "Chains", "Fingerprints", "Serving",
                "Routing", "Peers", "Trials", "PythonValues", "Cryptography", "Encodings",
                "Platform", flyingSocks, bigInt,
            ]),
        // A system's vectors, run through it.
        room(
            "GatewayConformance",
            [
                "Conformance", "PublishedGateways", "GatewayNetwork", "Routing", "Trials",
                "Cryptography", "Encodings", "PythonWeb", "PythonValues", bigInt, grdb,
            ]),
        room(
            "LearningConformance",
            [
                "Conformance", "PublishedLearning", "LearningNetwork", "Training", "Routing",
                "Cryptography", "Encodings", "PythonValues", bigInt,
            ]),
        room(
            "MeshConformance",
            [
                "Conformance", "PublishedMesh", "PublishedMeshChain", "Routing", "PythonWeb",
                "PythonValues", "Cryptography", "Encodings", bigInt,
            ]),
        room(
            "HybridConformance",
            [
                "Conformance", "PublishedHybrid", "Ethereum", "HybridChain", "Classifiers",
                "Tensors", "Routing", "Trials", "PythonWeb", "PythonValues", "Cryptography",
                "Encodings", bigInt,
            ]),
        // Floor 5: what is tried with proofs.
        room(
            "Auditing",
            [
                "Architectures", "Cryptography", "Fingerprints", "GlyphChain", "Inference",
                "Platform", "Proving", "Tensors", "Tokenization",
            ]),
        room(
            "Benchmarks",
            [
                "Cryptography", "Encodings", "Fingerprints", "Inference", "Platform", "Proving",
                "PublishedGateways", "PublishedLearning", "PythonValues", "Routing", "Serving",
                "Tensors", "Tokenization", "Traces", "Training", bigInt,
            ]),
        // Attacks: the engine, which knows no system, and the trials of each system.
        room("Scenarios", ["Trials", "Cryptography", "Encodings", "Platform"]),
        // A node that anybody wrote, behind an adapter, and the ledger by whose rules it is judged.
        room(
            "ExternalNodes", ["Scenarios", "Trials", "Cryptography", "Encodings", "Platform"]),
        // Attacks by scripts of strangers: the protocol, the referee's session, the judgement, and
        // the evidence.
        room("Submissions", ["Scenarios", "Trials", "Cryptography", "Encodings", "Platform"]),
        room(
            "GlyphChainTrials",
            [
                "Scenarios", "Trials", "Chains", "GlyphChain", "Auditing", "Fingerprints",
                "Cryptography", "Encodings", "PythonValues", "Platform", bigInt, grdb,
            ]),
        room(
            "GatewayTrials",
            [
                "Scenarios", "Trials", "GatewayNetwork", "PublishedGateways", "Routing",
                "Cryptography", "Encodings", "PythonValues", bigInt,
            ]),
        room(
            "LearningTrials",
            [
                "Scenarios", "Trials", "LearningNetwork", "PublishedLearning", "Training",
                "Routing",
                "Cryptography", "Encodings", "PythonValues", bigInt,
            ]),
        // Trials of a system that is a whole network in one value.
        room("NetworkTrials", ["Scenarios", "Trials", "Cryptography", "Encodings"]),
        room(
            "MeshTrials",
            [
                "NetworkTrials", "Scenarios", "Trials", "MeshNetwork", "MeshLedger",
                "PublishedMesh",
                "PublishedMeshChain", "PythonValues", "Cryptography", "Encodings", bigInt,
            ]),
        room(
            "HybridTrials",
            [
                "NetworkTrials", "Scenarios", "Trials", "HybridChain", "PublishedHybrid",
                "Ethereum", "Classifiers", "Tensors", "Routing", "PythonWeb", "PythonValues",
                "Cryptography", "Encodings", bigInt,
            ]),
        room(
            "NodeTrials",
            [
                "NetworkTrials", "Scenarios", "Trials", "GlyphChainTrials", "PublishedNode",
                "HardenedNode", "GlyphChain", "Chains", "Fingerprints", "Routing", "PythonValues",
                "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        // Two runs that disagree: where, and who is right.
        room(
            "Disputes",
            [
                "Architectures", "Checkpoints", "Traces", "Proving", "Inference", "Fingerprints",
                "Tensors", "Cryptography", "Encodings", "Platform",
            ]),
        room(
            "ChainConformance",
            [
                "Conformance", "Architectures", "Chains", "GlyphChain", "Fingerprints", "Trials",
                "Proving", "Checkpoints", "Tokenization", "Inference", "Tensors", "Cryptography",
                "Encodings", "Platform", "PythonValues", bigInt,
            ]),
        room(
            "NodeConformance",
            [
                "ChainConformance", "Conformance", "PublishedNode", "GlyphChain", "Chains",
                "Fingerprints", "Trials", "Proving", "Checkpoints", "PythonValues", "Cryptography",
                "Encodings", bigInt,
            ]),
        // Evidence: signed receipts and their shards, runs under varied circumstances, a quarrel
        // between two parties, the same model in floats, and jobs for a cluster.
        room(
            "Receipts",
            [
                "Architectures", "Checkpoints", "Traces", "Proving", "Inference", "Fingerprints",
                "Tensors", "Tokenization", "Disputes", "Cryptography", "Encodings", "Platform",
                bigInt,
            ], exclude: ["README.md"]),
        room(
            "Variations",
            [
                "Architectures", "Checkpoints", "Traces", "Proving", "Inference", "Fingerprints",
                "Tensors", "Tokenization", "Disputes", "Cryptography", "Encodings", "Platform",
            ]),
        room(
            "Arbitration",
            [
                "Architectures", "Checkpoints", "Traces", "Proving", "Inference", "Fingerprints",
                "Tensors", "Tokenization", "Disputes", "Cryptography", "Encodings", "Platform",
            ], exclude: ["README.md"]),
        room(
            "Shadows",
            [
                "Architectures", "Checkpoints", "Proving", "Inference", "Fingerprints", "Tensors",
                "Tokenization", "Cryptography", "Encodings", "Platform", "COpenBLAS",
                "CShadows",
            ]),
        // The legacy float pipelines, outside consensus: GPT-2 and Qwen2 in float32 and float64.
        room(
            "FloatEngine",
            [
                "Architectures", "Checkpoints", "Proving", "Inference", "Fingerprints", "Tensors",
                "Tokenization", "Cryptography", "Encodings", "Platform", "CShadows",
            ]),
        // The published paper's tables, done again in floats, outside consensus.
        room(
            "Experiments",
            [
                "FloatEngine", "Shadows", "Statistics", "Proving", "Checkpoints", "Tokenization",
                "Fingerprints", "Cryptography", "Platform",
            ]),
        room(
            "FloatConformance",
            [
                "Experiments", "FloatEngine", "Conformance", "Architectures", "Checkpoints",
                "Proving", "Fingerprints", "Tensors", "Tokenization", "PythonValues",
                "Cryptography", "Encodings", "Platform",
            ]),
        room("Clusters", ["Fingerprints", "Cryptography", "Encodings", "Platform"]),
        // Two training runs that disagree: where, and who is right.
        room(
            "TrainingDisputes",
            [
                "Training", "Tensors", "Trials", "Arbitration", "Cryptography", "Encodings", bigInt,
            ], exclude: ["README.md"]),
        // Floor 6 and 7: what people see.
        room(
            "Reports",
            [
                "Encodings", "Platform", "Tensors", "Architectures", "Checkpoints", "Tokenization",
                "Inference", "Fingerprints", "Trials", "Scenarios", "Submissions", "Traces",
                "Proving", "Chains", "GlyphChain", "PythonValues", "Auditing", "Benchmarks",
                "Disputes", "Receipts", "Variations", "Conformance",
                "Arbitration", "Shadows", "FloatEngine", "Clusters", "Training",
                "TrainingDisputes", "Experiments", "Cryptography", "Statistics", "MeshSimulation",
                "HybridSimulation",
                bigInt, mustache,
            ]),
        .executableTarget(
            name: "glyphlab",
            dependencies: [
                "Encodings", "Platform", "Tensors", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints", "Proving", "Auditing", "Benchmarks", "Reports", "Trials", "Chains",
                "GlyphChain", "PythonValues", "Cryptography", "Scenarios", "Submissions",
                "Sandboxes", "GlyphChainTrials", "ExternalNodes",
                "GatewayTrials", "Architectures", "Traces", "Disputes", "Receipts", "Variations",
                "Arbitration", "Shadows", "FloatEngine", "FloatConformance", "Clusters", "Routing",
                "Serving", "Conformance", "GatewayConformance", "ChainConformance",
                "PublishedGateways", "GatewayNetwork",
                "Training", "TrainingDisputes", "PublishedLearning", "LearningNetwork",
                "LearningConformance", "LearningTrials", "PublishedMesh", "MeshNetwork",
                "MeshLedger", "MeshSimulation", "MeshServing", "MeshConformance", "MeshTrials",
                "PublishedHybrid", "HybridChain", "HybridSimulation", "HybridServing",
                "HybridConformance", "HybridTrials", "PublishedNode", "HardenedNode", "NodeServing",
                "NodeConformance", "NodeTrials", "Experiments",
                bigInt, argumentParser,
            ],
            swiftSettings: swiftSettings),
        // Reads and writes HDF5 in a process of its own; the only one that knows libhdf5.
        .executableTarget(
            name: "glyphlab-hdf5", dependencies: ["CHDF5", "Encodings"],
            swiftSettings: swiftSettings),
        // Starts a stranger's program with as little as it needs, and ends all that came of it.
        .executableTarget(name: "glyphlab-sandbox", cSettings: cSettings),
        // Tests: one suite a room.
        .target(
            name: "TestSupport", dependencies: ["Encodings"], path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        .target(
            name: "ToyRuns", dependencies: ["Traces", "Cryptography", "TestSupport"],
            path: "Tests/ToyRuns", swiftSettings: swiftSettings),
        .target(
            name: "SyntheticCheckpoints",
            dependencies: [
                "Architectures", "Checkpoints", "Encodings", "Tensors", "TestSupport",
            ],
            path: "Tests/SyntheticCheckpoints", swiftSettings: swiftSettings),
        .target(
            name: "CStorageFaults", path: "Tests/CStorageFaults", cSettings: cSettings,
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "StorageFaults", dependencies: ["CStorageFaults", "TestSupport"],
            path: "Tests/StorageFaults", swiftSettings: swiftSettings),
        // Damages and forges files of traces, by the page of their format alone.
        .target(
            name: "TraceMutations", dependencies: ["Cryptography", "Encodings", "TestSupport"],
            path: "Tests/TraceMutations", swiftSettings: swiftSettings),
        // Nodes that talk over a network that fails, until all must hold the same.
        .target(
            name: "NodeHistories", dependencies: ["Chains", "Cryptography", "Trials"],
            path: "Tests/NodeHistories", swiftSettings: swiftSettings),
        .target(
            name: "AttackedSystems",
            dependencies: [
                "Scenarios", "GlyphChainTrials", "GatewayTrials", "LearningTrials", "MeshTrials",
                "HybridTrials", "NodeTrials", "Trials",
            ],
            path: "Tests/AttackedSystems", swiftSettings: swiftSettings),
        tests("EncodingsTests", ["Encodings"]),
        tests("PythonValuesTests", ["PythonValues", "Encodings", bigInt]),
        tests("PlatformTests", ["Platform"]),
        tests("SandboxesTests", ["Sandboxes", "Platform"]),
        tests("ServingTests", ["Serving", "Routing", "Platform"]),
        tests("CryptographyTests", ["Cryptography", "Encodings"]),
        tests("TensorsTests", ["Tensors", "Cryptography", "Encodings"]),
        tests(
            "CheckpointsTests",
            [
                "Checkpoints", "Architectures", "Tensors", "Cryptography", "Encodings", "Platform",
                "SyntheticCheckpoints",
            ]),
        tests("TokenizationTests", ["Tokenization", "Encodings"]),
        tests("ArchitecturesTests", ["Architectures", "Tensors"]),
        tests(
            "InferenceTests",
            [
                "Architectures", "Inference", "Checkpoints", "Fingerprints", "Tensors",
                "Cryptography", "Encodings", "SyntheticCheckpoints",
            ]),
        tests(
            "TracesTests", ["Traces", "Cryptography", "Encodings", "Platform", "TraceMutations"]),
        tests(
            "DisputesTests",
            [
                "Disputes", "Architectures", "Traces", "Proving", "Checkpoints", "Tokenization",
                "Inference", "Fingerprints", "Tensors", "Cryptography", "Encodings", "Platform",
                "SyntheticCheckpoints", "ToyRuns", "TraceMutations",
            ]),
        tests(
            "ProvingTests",
            [
                "Architectures", "Traces", "Proving", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints", "Tensors",
                "Cryptography", "Encodings", "Platform", "SyntheticCheckpoints",
            ]),
        tests("FingerprintsTests", ["Fingerprints", "Cryptography", "Encodings"]),
        tests("TrialsTests", ["Trials", "Cryptography"]),
        tests("StatisticsTests", ["Statistics"]),
        tests(
            "ChainsTests",
            ["Chains", "Trials", "Cryptography", "Encodings", "NodeHistories", bigInt]),
        tests(
            "GlyphChainTests",
            [
                "Chains", "GlyphChain", "Trials", "PythonValues", "Proving", "Checkpoints",
                "Tokenization", "Inference", "Fingerprints", "Tensors", "Encodings", "Platform",
                "Cryptography", "NodeHistories", "StorageFaults", bigInt,
            ]),
        tests(
            "GatewayNetworkTests",
            [
                "GatewayNetwork", "GatewayConformance", "Conformance", "Routing", "Trials",
                "Cryptography", "Encodings", "PythonValues", bigInt,
            ]),
        tests(
            "GatewayServingTests",
            [
                "PublishedGateways", "Serving", "Routing", "Platform", "Cryptography",
                "PythonValues", "Encodings", "StorageFaults", bigInt,
            ]),
        tests(
            "AuditingTests",
            [
                "Architectures", "Auditing", "Proving", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints",
                "Tensors", "Cryptography",
            ]),
        tests("BenchmarksTests", ["Benchmarks", "Checkpoints", "Proving", "Tensors"]),
        tests(
            "ReportsTests",
            [
                "Reports", "Disputes", "Receipts", "Variations", "Arbitration", "Shadows",
                "Clusters",
                "Auditing", "Benchmarks", "Traces", "Fingerprints", "Trials", "Cryptography",
                "Encodings", "ToyRuns", "MeshSimulation", "HybridSimulation", "Experiments",
            ]),
        tests(
            "GlyphlabTests",
            [
                "AttackedSystems", "Cryptography", "Encodings", "Fingerprints",
                "PublishedGateways", "PublishedHybrid", "PublishedLearning", "PublishedMeshChain",
                "Receipts", "Scenarios", "Traces", "Trials",
            ]),
        tests(
            "ScenariosTests",
            [
                "AttackedSystems", "Scenarios", "Submissions", "GlyphChainTrials",
                "GatewayTrials", "Trials", "GatewayNetwork", "PublishedGateways", "Chains",
                "GlyphChain", "PythonValues",
                "Fingerprints",
                "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        tests(
            "ExternalNodesTests",
            [
                "ExternalNodes", "Scenarios", "Submissions", "Trials", "Cryptography", "Encodings",
                "Platform",
            ]),
        tests(
            "ReceiptsTests",
            [
                "Receipts", "Traces", "Proving", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints", "Tensors", "Disputes", "Architectures", "Cryptography", "Encodings",
                "Platform", "ToyRuns", "SyntheticCheckpoints", bigInt,
            ]),
        tests(
            "VariationsTests",
            [
                "Variations", "Traces", "Proving", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints", "Tensors", "Disputes", "Architectures", "Cryptography", "Encodings",
                "Platform", "SyntheticCheckpoints",
            ]),
        tests(
            "ArbitrationTests",
            [
                "Arbitration", "Traces", "Proving", "Checkpoints", "Tokenization", "Inference",
                "Fingerprints", "Tensors", "Disputes", "Architectures", "Cryptography", "Encodings",
                "Platform", "ToyRuns", "SyntheticCheckpoints",
            ]),
        tests(
            "ExperimentsTests",
            [
                "Experiments", "FloatEngine", "Statistics", "Fingerprints", "Tokenization",
                "Proving", "Checkpoints", "Encodings", "Platform",
            ]),
        tests(
            "ShadowsTests",
            [
                "Shadows", "Proving", "Checkpoints", "Tokenization", "Inference", "Fingerprints",
                "Tensors", "Architectures", "Cryptography", "Encodings", "Platform",
                "SyntheticCheckpoints",
            ]),
        tests(
            "FloatEngineTests",
            [
                "FloatEngine", "Architectures", "Checkpoints", "Proving", "Fingerprints",
                "Tensors", "Tokenization", "Encodings", "Platform",
            ]),
        tests(
            "FloatConformanceTests",
            ["FloatConformance", "Conformance", "Tokenization", "Encodings", "Platform"]),
        tests(
            "ClustersTests", ["Clusters", "Fingerprints", "Cryptography", "Encodings", "Platform"]),
        tests("ConformanceTests", ["Conformance", "PythonValues", "Encodings", bigInt]),
        tests(
            "PublishedGatewaysTests",
            [
                "PublishedGateways", "Routing", "PythonWeb", "PythonValues", "Cryptography",
                "Encodings", bigInt, grdb,
            ]),
        tests(
            "GatewayConformanceTests",
            [
                "GatewayConformance", "Conformance", "PublishedGateways", "GatewayNetwork",
                "PythonValues", "Cryptography", "Encodings", bigInt,
            ]),
        tests(
            "PublishedLearningTests",
            ["PublishedLearning", "Routing", "PythonValues", "Cryptography", "Encodings", bigInt]),
        tests("TrainingTests", ["Training", "Tensors", "Cryptography", "Encodings", "Platform"]),
        tests(
            "TrainingDisputesTests",
            [
                "TrainingDisputes", "Training", "Arbitration", "Trials", "Cryptography",
                "Encodings", bigInt,
            ]),
        tests(
            "LearningNetworkTests",
            ["LearningNetwork", "Training", "Trials", "Cryptography", "Encodings"]),
        tests(
            "LearningServingTests",
            [
                "LearningNetwork", "LearningConformance", "Conformance", "PublishedLearning",
                "Training", "Trials", "Serving", "Routing", "Platform", "PythonValues",
                "Cryptography", "Encodings", bigInt,
            ]),
        tests(
            "LearningTrialsTests",
            ["LearningTrials", "Scenarios", "Trials", "PythonValues", "Cryptography", bigInt]),
        tests(
            "LearningConformanceTests",
            ["LearningConformance", "Conformance", "PythonValues", "Encodings", bigInt]),
        tests(
            "PublishedMeshTests",
            [
                "PublishedMesh", "PublishedMeshChain", "Routing", "PythonValues", "Cryptography",
                "Encodings", bigInt,
            ]),
        tests(
            "MeshConformanceTests",
            ["MeshConformance", "Conformance", "PythonValues", "Encodings", bigInt]),
        tests("MeshNetworkTests", ["MeshNetwork", "Trials", "Cryptography", "Encodings"]),
        tests(
            "MeshLedgerTests",
            ["MeshLedger", "MeshNetwork", "Trials", "Cryptography", "Encodings", bigInt]),
        tests(
            "MeshSimulationTests",
            [
                "MeshSimulation", "MeshNetwork", "PublishedMesh", "Statistics", "Trials",
                "Cryptography", "Encodings",
            ]),
        tests(
            "MeshServingTests",
            [
                "MeshServing", "MeshNetwork", "Trials", "Platform", "Cryptography", "Encodings",
            ]),
        tests(
            "MeshTrialsTests",
            [
                "MeshTrials", "MeshNetwork", "MeshLedger", "PublishedMesh", "PublishedMeshChain",
                "Scenarios", "Trials", "PythonValues", "Cryptography", bigInt,
            ]),
        tests("EthereumTests", ["Ethereum", "Encodings", bigInt]),
        tests(
            "PublishedHybridTests",
            [
                "PublishedHybrid", "Ethereum", "Routing", "PythonWeb", "PythonValues",
                "Cryptography", "Encodings", bigInt,
            ]),
        tests("ClassifiersTests", ["Classifiers", "Tensors", "Cryptography", "Encodings"]),
        tests(
            "HybridChainTests",
            [
                "HybridChain", "Classifiers", "Trials", "PythonValues", "Cryptography",
                "Encodings", bigInt,
            ]),
        tests(
            "HybridSimulationTests",
            [
                "HybridSimulation", "HybridChain", "Classifiers", "Statistics", "Trials",
                "Cryptography", "Encodings", bigInt,
            ]),
        tests(
            "HybridServingTests",
            [
                "HybridServing", "HybridChain", "PublishedHybrid", "Ethereum", "Classifiers",
                "Serving", "Routing", "Trials", "PythonValues", "Cryptography", "Encodings",
                "Platform", bigInt,
            ]),
        tests(
            "HybridConformanceTests",
            ["HybridConformance", "Conformance", "PythonValues", "Encodings", bigInt]),
        tests(
            "PublishedNodeTests",
            [
                "PublishedNode", "GlyphChain", "Chains", "Fingerprints", "Trials", "PythonValues",
                "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        tests(
            "HardenedNodeTests",
            [
                "HardenedNode", "GlyphChain", "Chains", "Fingerprints", "Routing", "Trials",
                "Cryptography", "Encodings", "Platform", bigInt,
            ]),
        tests(
            "NodeServingTests",
            [
                "NodeServing", "PublishedNode", "HardenedNode", "GlyphChain", "Chains",
                "Fingerprints", "Serving", "Routing", "Trials", "PythonValues", "Cryptography",
                "Encodings", "Platform", bigInt,
            ]),
        tests(
            "NodeConformanceTests",
            [
                "NodeConformance", "ChainConformance", "Conformance", "PublishedNode",
                "Proving", "Checkpoints", "PythonValues", "Encodings", "Platform", bigInt,
            ]),
        tests(
            "NodeTrialsTests",
            [
                "NodeTrials", "PublishedNode", "HardenedNode", "GlyphChain", "Chains",
                "GlyphChainTrials", "Scenarios", "Trials", "PythonValues", "Cryptography",
                "Encodings", bigInt,
            ]),
        tests(
            "HybridTrialsTests",
            [
                "HybridTrials", "HybridChain", "PublishedHybrid", "Ethereum", "Classifiers",
                "Scenarios", "Trials", "PythonValues", "Cryptography", "Encodings", bigInt,
            ]),
        tests(
            "ChainConformanceTests",
            [
                "ChainConformance", "Conformance", "Proving", "Checkpoints", "Tokenization",
                "Tensors", "Encodings", "Platform",
            ]),
        tests("DatabasesTests", ["Databases", grdb]),
        tests("StorageFaultsTests", ["StorageFaults", grdb]),
        tests("HouseTests", []),
        // The built program, as users meet it: every block of the documents, every journey.
        tests("JourneysTests", ["Encodings"]),
    ]
)

/// Every target names all modules that it reaches, not only those that it may import: SwiftPM
/// compiles a target anew where the interface of a module that it names has changed. A type behind
/// that one may grow without changing it, and programs built after a `git pull` would hold two
/// layouts of one type, without a word (swiftlang/swift-package-manager, issue 10502). Which room
/// may import which is told above, and Tests/HouseTests holds every source to it.
func reached(
    _ target: Target, in targets: [String: Target], _ names: inout [String],
    _ products: inout [String: Target.Dependency]
) {
    for dependency in target.dependencies {
        switch dependency {
        case .byNameItem(let name, _):
            guard !names.contains(name), let next = targets[name] else { continue }
            names.append(name)
            reached(next, in: targets, &names, &products)
        case .productItem(let name, _, _, _): products[name] = dependency
        default: preconditionFailure("\(target.name): a dependency of another kind")
        }
    }
}

let namedTargets = Dictionary(uniqueKeysWithValues: package.targets.map { ($0.name, $0) })
let reachedDependencies = package.targets.map { target in
    var (names, products): ([String], [String: Target.Dependency]) = ([], [:])
    reached(target, in: namedTargets, &names, &products)
    return names.map { .byName(name: $0) }
        + products.sorted { $0.key < $1.key }.map(\.value)
}
for (target, dependencies) in zip(package.targets, reachedDependencies) {
    target.dependencies = dependencies
}
