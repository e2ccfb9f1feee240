import BigInt
import PublishedLearning
import PythonValues
import Testing

@Suite("The published training chain")
struct TrainingChainTests {
    private let start = PythonFloat(1_700_000_000.5)

    private func later(_ seconds: Double) -> PythonFloat { PythonFloat(start.value + seconds) }

    private func parsed(_ text: String) throws -> PythonDictionary {
        let value = try PythonJSONParser.parse(Array(text.utf8), byteCountMax: 10_000)
        guard case .dictionary(let members) = value else { return PythonDictionary() }
        return members
    }

    private func state(_ tensors: [(String, String)]) throws -> TrainingState {
        var state = TrainingState()
        for (key, bytes) in tensors {
            state.set(.tensor(try PythonText(bytes).bytesFromHexadecimal()), for: PythonText(key))
        }
        return state
    }

    private func work(_ epoch: BigInt, node: String = "node_1") throws
        -> PublishedTrainingChain.Work
    {
        PublishedTrainingChain.Work(
            epoch: epoch, nodeID: PythonText(node), modelState: try state([("w", "01000000")]),
            optimizerState: TrainingState(), metrics: try parsed(#"{"loss": 1}"#),
            validationScores: .none, checkpointByteCount: 9)
    }

    private func chain(difficulty: Int = 0) throws -> PublishedTrainingChain {
        try PublishedTrainingChain(
            first: PublishedTrainingChain.genesis(now: start), rest: [], store: TrainingStore(),
            difficulty: difficulty)
    }

    /// A chain with blocks of these epochs.
    private func chain(epochs: [BigInt]) throws -> PublishedTrainingChain {
        var chain = try chain()
        for (place, epoch) in epochs.enumerated() {
            _ = try chain.add(work(epoch), now: later(Double(place)))
            _ = try chain.mine(now: later(Double(place)))
        }
        return chain
    }

    private func faults(
        _ blocks: [TrainingBlock], by chain: PublishedTrainingChain
    ) throws -> [String] {
        try chain.faults(of: blocks).map { "\($0.index) \($0.kind.rawValue)" }
    }

    @Test("Genesis, an entry and its block have the hashes of the reference history")
    func reference() throws {
        var chain = try chain(difficulty: 2)
        #expect(
            chain.tip.hash.equals(
                .text("d96cac44e947bbfca4e0a4d4d43a58b5b93208dc0246b67ec7492dba7bb9944f")))
        let now = PythonFloat(1_700_000_060.5)
        let added = try chain.add(
            PublishedTrainingChain.Work(
                epoch: 5, nodeID: PythonText("node_2"),
                modelState: state([
                    ("wte", "f2e6f4a9"), ("head.weight", "3f9959c6b3fd699320843a12"),
                    ("bias", "a0460aa111aad035b22743daae5774be"),
                    ("norm", "59ed81d7e2378e97320d72ecdcd8ddf3987ba070"),
                ]),
                optimizerState: state([
                    ("norm", "e953a9cf5325c1e0"),
                    ("head.weight", "566afd82014e1d6bc0f351f97d4af003719962d8"),
                    ("bias", "733e9e49336ad36561837720b70eb12e827ed204c70a99e4"),
                ]),
                metrics: parsed(
                    #"{"loss": 0.0, "learning_rate": 3e-05, "batch_count": 58,"#
                        + #""consciousness_level": 0.675,"#
                        + #""reasoning_quality": 0.046996799928123445,"#
                        + #""quantum_coherence": 57.5107593173554,"#
                        + #""consciousness_growth": 0.01, "knowledge_accumulation": 5,"#
                        + #""expert_utilization": {"e0": 0.26974956517531934,"#
                        + #""e1": 0.24454161862084212}, "global_version": "1.0.0"}"#),
                validationScores: .dictionary(parsed(#"{"overall_validity": 0.7794}"#)),
                checkpointByteCount: 736), now: now)
        let entry = try #require(added)
        #expect(
            try entry.hash() == "964810be0f4a898ef4d45166aef4d6005590db90d6ab27c8c047c84ebd2bf509")
        #expect(
            entry.storagePath.equals(
                .text("./training_chain/model_storage/training_epoch_5_node_2_1700000060.pt")))
        let mined = try chain.mine(now: now)
        let block = try #require(mined)
        #expect(block.nonce.equals(.integer(444)))
        #expect(
            block.hash.equals(
                .text("003faa891e66e72c285e4e61ccee125ccdf57cccd6662f5112cf0841f762d373")))
        let none = try chain.mine(now: now)
        #expect(none == nil)
    }

    @Test("An epoch is above the tip's, but two that wait may be one, which breaks the chain")
    func pending() throws {
        var chain = try chain(epochs: [3])
        let old = try chain.add(work(3), now: later(5))
        #expect(old == nil)
        // The entry of b waits before a's block is there.
        for node in ["a", "b"] {
            let entry = try chain.add(work(4, node: node), now: later(6))
            #expect(entry != nil)
        }
        for _ in 0..<2 { _ = try chain.mine(now: later(7)) }
        #expect(try faults(chain.blocks, by: chain) == ["3 epoch"])
        let late = try chain.add(work(4, node: "c"), now: later(8))
        #expect(late == nil && chain.blocks.count == 4)
    }

    @Test("The errors of a block come in their order, and no file is no fault of an empty path")
    func faults() throws {
        let chain = try chain(epochs: [1, 2])
        #expect(try chain.faults(of: chain.blocks).isEmpty)
        let empty = PublishedTrainingChain(
            first: chain.blocks[0], rest: [], store: TrainingStore(), difficulty: 0)
        #expect(
            try faults(chain.blocks, by: empty) == ["1 storage", "2 storage"])
        let (first, second) = (chain.blocks[1], chain.blocks[2])
        let forged = TrainingBlock(
            index: second.index, timestamp: second.timestamp, entry: first.entry,
            previousHash: .text("0"), nonce: second.nonce, difficulty: second.difficulty,
            hash: second.hash, validatorSignatures: .none, consensusProof: .none)
        #expect(
            try faults([chain.blocks[0], first, forged], by: empty)
                == ["1 storage", "2 link", "2 hash", "2 epoch", "2 storage"])
    }

    @Test("A longer chain of a higher epoch is taken with its genesis, without work")
    func synchronised() throws {
        let peer = try chain(epochs: [1, 2, BigInt(10).power(9)])
        func refusal(_ own: [BigInt]) throws -> String? {
            var node = try chain(epochs: own)
            let store = peer.store
            node = PublishedTrainingChain(
                first: node.blocks[0], rest: Array(node.blocks.dropFirst()), store: store,
                difficulty: 4)
            let refusal = try node.synchronise(with: peer.blocks)
            #expect((node.blocks.count == 4) == (refusal == nil || own.count > 2))
            return refusal?.rawValue
        }
        #expect(try refusal([1, 2]) == nil)
        #expect(try refusal([1, 2, 3]) == "length")
        #expect(try refusal([BigInt(10).power(9)]) == "epoch")
        var stranger = try chain()
        #expect(try stranger.synchronise(with: peer.blocks) == .invalid)
    }

    @Test(
        "What stands in the chain's file decides what is left of it",
        arguments: [
            ("[]", nil, true), ("", "JSONDecodeError", true), ("7", "TypeError", true),
            ("{}", nil, true), (#"{"a": 1}"#, "TypeError", true),
            (#"[{"index": 0}]"#, "KeyError", true), ("[null]", "TypeError", true),
            (String(repeating: "[", count: 5_000), "RecursionError", true),
        ] as [(String, String?, Bool)])
    func files(_ file: String, _ exception: String?, _ isNew: Bool) throws {
        var store = TrainingStore()
        store.chainFile = Array(file.utf8)
        let loading = try PublishedTrainingChain.load(store, difficulty: 4, now: start)
        #expect(loading.exception == exception && loading.isNewGenesis == isNew)
        #expect(loading.chain.blocks.count == 1)
        let again = try PublishedTrainingChain.load(
            loading.chain.store, difficulty: 4, now: later(9))
        #expect(!again.isNewGenesis && again.chain.tip.hash.equals(loading.chain.tip.hash))
    }

    @Test("One unknown member of an entry erases the chain; one of a block is passed over")
    func unknown() throws {
        var chain = try chain(epochs: [1, 2])
        try chain.save()
        let text = String(decoding: chain.store.chainFile ?? [], as: UTF8.self)
        func loaded(_ old: String, _ new: String) throws -> PublishedTrainingChain.Loading {
            var store = TrainingStore()
            store.chainFile = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
            return try PublishedTrainingChain.load(store, difficulty: 4, now: later(9))
        }
        let whole = try loaded("x", "x").chain
        #expect(try whole.file() == chain.file() && whole.blocks.count == 3)
        let erased = try loaded(#""node_id": "#, #""extra": 0, "node_id": "#)
        #expect(erased.exception == "TypeError" && erased.isNewGenesis)
        let kept = try loaded(#""nonce": "#, #""extra": 0, "nonce": "#)
        #expect(kept.exception == nil && kept.chain.blocks.count == 3)
    }

    @Test("Stray files above the highest epoch become blocks, of one epoch the greatest name")
    func strays() throws {
        var store = try chain(epochs: [4]).store
        let checkpoint = TrainingCheckpoint(
            nodeID: .text("n"), timestamp: .float(start), byteCount: 3,
            modelState: TrainingState(), optimizerState: TrainingState())
        for name in [
            "training_epoch_10_b.pt", "training_epoch_9_a.pt", "training_epoch_10_a.pt",
            "training_epoch_3_a.pt", "training_epoch_x_a.pt", "training_epoch_11.pt",
            "training_epoch_12_a.txt", "training_epoch_-5_a.pt",
            "training_epoch_" + String(repeating: "1", count: 300) + "_a.pt",
        ] { store.set(checkpoint, named: PythonText(name)) }
        store.chainFile = try chain(epochs: [4]).file()
        let loading = try PublishedTrainingChain.load(store, difficulty: 4, now: later(9))
        let paths = try loading.chain.blocks.map { try $0.entry.storagePath.text().shown }
        #expect(
            paths.dropFirst(2).map { $0.dropFirst(TrainingStore.folder.count) } == [
                "training_epoch_9_a.pt", "training_epoch_10_b.pt",
            ])
        #expect(try loading.chain.faults(of: loading.chain.blocks).isEmpty)
    }

    @Test(
        "Paths are found as a node's folder has them",
        arguments: [
            ("./training_chain/model_storage/a", true), ("training_chain//model_storage/./a", true),
            ("training_chain/model_storage/../model_storage/a", true),
            ("training_chain/", true), (".", true), ("training_chain/x/../model_storage/a", false),
            ("training_chain/model_storage/a/", false),
            ("training_chain/model_storage/a/.", false),
            ("../training_chain/model_storage/a", false), ("/training_chain", false),
            ("a", false), ("./training_chain/model_storage/b", false),
            ("training_chain/model_storage/a/b", false),
        ])
    func paths(_ path: String, _ isThere: Bool) throws {
        var store = TrainingStore()
        store.set(
            TrainingCheckpoint(
                nodeID: .none, timestamp: .none, byteCount: 0, modelState: TrainingState(),
                optimizerState: TrainingState()),
            named: PythonText("a"))
        #expect(try store.holds(.text(path)) == isThere)
    }
}
