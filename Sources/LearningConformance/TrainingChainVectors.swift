internal import BigInt
internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// The training chain: histories of adding and mining, chains that are verified and synchronised,
/// files that are loaded.
struct TrainingChainVectors: VectorJudge {
    let name = "training chain"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return first["difficulty"] != nil && first["genesis"] != nil || first["own_blocks"] != nil
            || first["tip"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (place, vector) in try document.vectorDocument.member("cases").elements().enumerated() {
            let kind = try vector.member("kind").string()
            if kind == "history" {
                outcomes += try Self.history(vector, place: place)
            } else if try vector.optional("chain") != nil {
                outcomes.append(try Self.verification(vector, place: place))
            } else {
                outcomes.append(try Self.loading(vector, place: place))
            }
        }
        return outcomes
    }

    // MARK: Histories

    /// More zeros than these no file asks for, and none would be found in time.
    private static let difficulties = 0...4

    private static func history(_ vector: VectorValue, place: Int) throws -> [VectorOutcome] {
        let difficulty = try vector.member("difficulty")
        guard try difficulties.contains(difficulty.int()) else {
            throw VectorFormError(
                place: difficulty.place, expected: "0 to \(difficulties.upperBound)",
                got: String(try difficulty.int()))
        }
        let genesis = try TrainingBlock(vector.member("genesis").document())
        var chain = PublishedTrainingChain(
            first: try PublishedTrainingChain.genesis(now: clock(of: genesis)), rest: [],
            store: TrainingStore(), difficulty: try difficulty.int())
        var outcomes = [
            VectorOutcome(
                index: "\(place) genesis", expected: try PythonJSONWriter.text(genesis.value),
                got: try PythonJSONWriter.text(chain.tip.value))
        ]
        for (number, step) in try vector.member("steps").elements().enumerated() {
            let isAdding = try step.member("op").string() == "add"
            outcomes.append(
                VectorOutcome(
                    index: "\(place) \(number)",
                    expected: try isAdding ? expectedAddition(step) : expectedBlock(step),
                    got: try isAdding ? addition(step, &chain) : mining(step, &chain)))
        }
        outcomes.append(
            VectorOutcome(
                index: "\(place) end",
                expected: try MemberText.expected(vector, ["verify", "length"]),
                got: try ended(chain)))
        return outcomes
    }

    private static func clock(of block: TrainingBlock) throws -> PythonFloat {
        try block.timestamp.convertedToFloat()
    }

    private static func ended(_ chain: PublishedTrainingChain) throws -> String {
        var text = MemberText()
        try text.add("verify", told(chain.faults(of: chain.blocks)))
        try text.add("length", .integer(BigInt(chain.blocks.count)))
        return text.joined
    }

    private static func told(_ faults: [PublishedTrainingChain.Fault]) -> PythonValue {
        .list(faults.map { .list([.integer(BigInt($0.index)), .text($0.kind.rawValue)]) })
    }

    private static let entryMembers = [
        "checkpoint_size", "merkle_root", "model_state_hash", "optimizer_state_hash",
        "training_data_hash", "gradient_proof",
    ]

    private static func expectedAddition(_ step: VectorValue) throws -> String {
        try MemberText.expected(
            step,
            ["verdict", "reason", "exception", "entry_hash", "storage_path"] + entryMembers)
    }

    private static func addition(
        _ step: VectorValue, _ chain: inout PublishedTrainingChain
    ) throws -> String {
        let size = try step.optional("checkpoint_size").map { try $0.integer() } ?? 0
        let work = PublishedTrainingChain.Work(
            epoch: try step.member("epoch").integer(), nodeID: try step.member("node_id").text(),
            modelState: try state(step.member("model_state")),
            optimizerState: try state(step.member("optimizer_state")),
            metrics: try step.member("metrics").documentMembers(),
            validationScores: try step.member("validation_scores").document(),
            checkpointByteCount: size)
        var text = MemberText()
        guard let entry = try chain.add(work, now: step.member("now").spelledFloat()) else {
            try text.add("verdict", .text("reject"))
            try text.add("reason", .text("epoch"))
            try text.add("exception", .text("ValueError"))
            return text.joined
        }
        try text.add("verdict", .text("accept"))
        try text.add("entry_hash", .text(entry.hash()))
        try text.add("storage_path", entry.storagePath)
        for name in entryMembers { try text.add(name, entry.members[name] ?? .none) }
        return text.joined
    }

    /// [[key, {"bytes": hexadecimal} or {"value": text}], ...].
    private static func state(_ vector: VectorValue) throws -> TrainingState {
        var state = TrainingState()
        for element in try vector.elements() {
            let parts = try element.elements()
            guard parts.count == 2 else {
                throw VectorFormError(
                    place: element.place, expected: "two elements", got: "\(parts.count)")
            }
            if let bytes = try parts[1].optional("bytes") {
                state.set(
                    .tensor(try bytes.text().bytesFromHexadecimal()), for: try parts[0].text())
            } else {
                state.set(
                    .other(try parts[1].member("value").text()), for: try parts[0].text())
            }
        }
        return state
    }

    private static func expectedBlock(_ step: VectorValue) throws -> String {
        let members = try MemberText.expected(step, ["verdict", "nonce", "hash", "pending"])
        let block = try step.member("block")
        guard !block.isNull else { return members }
        return try members
            + PythonJSONWriter.text(block.document(), sortsKeys: false, style: .spaced)
    }

    private static func mining(
        _ step: VectorValue, _ chain: inout PublishedTrainingChain
    ) throws -> String {
        var text = MemberText()
        guard let block = try chain.mine(now: step.member("now").spelledFloat()) else {
            try text.add("verdict", .text("reject"))
            return text.joined
        }
        try text.add("verdict", .text("accept"))
        try text.add("nonce", block.nonce)
        try text.add("hash", block.hash)
        try text.add("pending", .integer(BigInt(chain.pending.count)))
        // Of the later blocks the file has the hash alone.
        guard try !step.member("block").isNull else { return text.joined }
        return try text.joined
            + PythonJSONWriter.text(block.value, sortsKeys: false, style: .spaced)
    }

    // MARK: Verification

    private static func verification(_ vector: VectorValue, place: Int) throws -> VectorOutcome {
        var store = TrainingStore()
        for file in try vector.member("files").elements() {
            let folder = PythonText(TrainingStore.folder).codePoints
            let path = try file.text().codePoints
            guard path.starts(with: folder) else {
                throw VectorFormError(
                    place: file.place, expected: "a file of the store", got: try file.string())
            }
            store.set(
                TrainingCheckpoint(
                    nodeID: .none, timestamp: .none, byteCount: 0, modelState: TrainingState(),
                    optimizerState: TrainingState()),
                named: PythonText(codePoints: Array(path.dropFirst(folder.count))))
        }
        let peer = try vector.member("chain").document().elements().map { try TrainingBlock($0) }
        var own = try ownChain(of: vector, peer: peer, store: store)
        let faults = try own.faults(of: peer)
        var text = MemberText()
        try text.add("valid", .boolean(faults.isEmpty))
        try text.add("errors", told(faults))
        let refusal = try own.synchronise(with: peer)
        try text.add("verdict", .text(refusal == nil ? "accept" : "reject"))
        try text.add("reason", refusal.map { .text($0.rawValue) } ?? .none)
        return VectorOutcome(
            index: String(place),
            expected: try MemberText.expected(vector, ["valid", "errors", "verdict", "reason"]),
            got: text.joined)
    }

    /// The node's own chain: so many blocks of the chain before it was changed. The file has only
    /// the changed one; of the node's own blocks nothing counts but their number and the last
    /// one's epoch, which the name of its checkpoint tells.
    private static func ownChain(
        of vector: VectorValue, peer: [TrainingBlock], store: TrainingStore
    ) throws -> PublishedTrainingChain {
        let count = try vector.member("own_blocks")
        guard let first = peer.first, let last = peer.last,
            (1...1 << 20).contains(try count.int())
        else {
            throw VectorFormError(
                place: count.place, expected: "a chain and a number of blocks", got: "others")
        }
        var own: [TrainingBlock] = []
        for place in 1..<max(1, try count.int()) {
            own.append(try unchanged(place < peer.count ? peer[place] : last))
        }
        return PublishedTrainingChain(first: first, rest: own, store: store, difficulty: 4)
    }

    /// The block with the epoch that its checkpoint's name tells.
    private static func unchanged(_ block: TrainingBlock) throws -> TrainingBlock {
        guard case .string(let path) = block.entry.storagePath else { return block }
        let words = path.shown.split(separator: "_")
        guard words.count > 4, let epoch = BigInt(words[4]) else { return block }
        var members = block.entry.members
        members["epoch"] = .integer(epoch)
        return TrainingBlock(
            index: block.index, timestamp: block.timestamp,
            entry: try TrainingEntry(.dictionary(members)), previousHash: block.previousHash,
            nonce: block.nonce, difficulty: block.difficulty, hash: block.hash,
            validatorSignatures: block.validatorSignatures, consensusProof: block.consensusProof)
    }

    // MARK: Loading

    private static func loading(_ vector: VectorValue, place: Int) throws -> VectorOutcome {
        var store = TrainingStore()
        store.chainFile = Array(try vector.member("file").string().utf8)
        for file in try vector.member("files").elements() {
            store.set(
                TrainingCheckpoint(
                    nodeID: try file.member("node_id").value,
                    timestamp: .float(try file.member("timestamp").spelledFloat()),
                    byteCount: try file.member("size").integer(),
                    modelState: try state(file.member("model_state")),
                    optimizerState: try state(file.member("optimizer_state"))),
                named: try file.member("name").text())
        }
        let loading = try PublishedTrainingChain.load(
            store, difficulty: 4, now: vector.member("now").spelledFloat())
        let chain = loading.chain
        let faults = try chain.faults(of: chain.blocks)
        var text = MemberText()
        try text.add("verdict", .text(loading.isNewGenesis ? "reject" : "accept"))
        try text.add("reason", loading.isNewGenesis ? .text("new_genesis") : .none)
        try text.add("exception", loading.exception.map(PythonValue.text) ?? .none)
        try text.add("length", .integer(BigInt(chain.blocks.count)))
        try text.add("tip", chain.tip.hash)
        try text.add("valid", .boolean(faults.isEmpty))
        try text.add("errors", told(faults))
        return VectorOutcome(
            index: String(place),
            expected: try MemberText.expected(
                vector, ["verdict", "reason", "exception", "length", "tip", "valid", "errors"]),
            got: text.joined)
    }
}
