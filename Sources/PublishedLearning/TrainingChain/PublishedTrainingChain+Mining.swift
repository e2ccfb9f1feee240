package import BigInt
internal import Cryptography
package import PythonValues

extension PublishedTrainingChain {
    /// The training of a node in an epoch.
    package struct Work: Sendable {
        package let epoch: BigInt
        package let nodeID: PythonText
        package let modelState: TrainingState
        package let optimizerState: TrainingState
        package let metrics: PythonDictionary
        package let validationScores: PythonValue
        /// The size of the checkpoint's file.
        package let checkpointByteCount: BigInt

        package init(
            epoch: BigInt, nodeID: PythonText, modelState: TrainingState,
            optimizerState: TrainingState, metrics: PythonDictionary,
            validationScores: PythonValue, checkpointByteCount: BigInt
        ) {
            self.epoch = epoch
            self.nodeID = nodeID
            self.modelState = modelState
            self.optimizerState = optimizerState
            self.metrics = metrics
            self.validationScores = validationScores
            self.checkpointByteCount = checkpointByteCount
        }
    }

    /// `add_training_entry`: writes the checkpoint and lets the entry wait for its block. Nil where
    /// it raises ValueError, for the epoch is not above the tip's; what waits is not looked at.
    ///
    /// **Throws:** ``PythonError`` where a metric is none.
    package mutating func add(_ work: Work, now: PythonFloat) throws(PythonError) -> TrainingEntry?
    {
        if try TrainingEntry.isAtMost(.integer(work.epoch), tip.entry.epoch) { return nil }
        let name = try "training_epoch_\(work.epoch.pythonText())_"
        let time = try now.truncated().pythonText()
        let file = PythonText(name) + work.nodeID + PythonText("_\(time).pt")
        let entry = try entry(of: work, file: file, now: now)
        store.set(
            TrainingCheckpoint(
                nodeID: .string(work.nodeID), timestamp: .float(now),
                byteCount: work.checkpointByteCount, modelState: work.modelState,
                optimizerState: work.optimizerState),
            named: file)
        pending.append(entry)
        return entry
    }

    private func entry(
        of work: Work, file: PythonText, now: PythonFloat
    ) throws(PythonError) -> TrainingEntry {
        let metrics = work.metrics
        func metric(_ name: String, or fallback: PythonValue) -> PythonValue {
            guard let value = metrics[name] else { return fallback }
            if case .list(let elements) = value { return .integer(BigInt(elements.count)) }
            return value
        }
        let model = try work.modelState.hash()
        let optimizer = try work.optimizerState.hash()
        let data = try PublishedHash.hash(.dictionary(metrics))
        var members = PythonDictionary()
        members["epoch"] = .integer(work.epoch)
        members["node_id"] = .string(work.nodeID)
        members["timestamp"] = .float(now)
        let zero = TrainingDefaults.zero
        members["training_loss"] = .float(try (metrics["loss"] ?? zero).convertedToFloat())
        members["learning_rate"] = .float(
            try (metrics["learning_rate"] ?? zero).convertedToFloat())
        members["batch_count"] = .integer(
            try (metrics["batch_count"] ?? .integer(0)).convertedToInteger())
        for name in [
            "consciousness_level", "reasoning_quality", "quantum_coherence",
            "consciousness_growth",
        ] { members[name] = metric(name, or: zero) }
        members["model_state_hash"] = .text(model)
        members["optimizer_state_hash"] = .text(optimizer)
        members["training_data_hash"] = .text(data)
        members["model_storage_path"] = .string(PythonText(TrainingStore.folder) + file)
        members["checkpoint_size"] = .integer(work.checkpointByteCount)
        members["gradient_proof"] = .text(try gradientProof(of: work, now: now))
        members["validation_scores"] = work.validationScores
        members["consensus_signatures"] = .list([])
        members["previous_hash"] = tip.hash
        members["merkle_root"] = .text(TrainingEntry.merkleRoot([model, optimizer, data]))
        members["expert_utilization"] = metric(
            "expert_utilization", or: .dictionary(PythonDictionary()))
        members["knowledge_accumulation"] = .integer(
            try (metrics["knowledge_accumulation"] ?? .integer(0)).convertedToInteger())
        return try TrainingEntry(.dictionary(members))
    }

    private func gradientProof(of work: Work, now: PythonFloat) throws(PythonError) -> String {
        var members = PythonDictionary()
        members["model_weights_sample"] = .string(try work.modelState.sample)
        members["training_loss"] = work.metrics["loss"] ?? TrainingDefaults.zero
        members["batch_count"] = work.metrics["batch_count"] ?? .integer(0)
        members["timestamp"] = .float(now)
        return try PublishedHash.hash(.dictionary(members))
    }

    /// `mine_pending_training`: a block of the entry that waits longest, with the first nonce
    /// from 0 on that gives the zeros; nil where none waits.
    ///
    /// **Throws:** ``PythonError`` where the entry cannot be written.
    package mutating func mine(now: PythonFloat) throws(PythonError) -> TrainingBlock? {
        guard let entry = pending.first else { return nil }
        let index = PythonValue.integer(BigInt(blocks.count))
        let (nonce, hash) = try Self.minedNonce(
            index: index, timestamp: .float(now), entry: entry, previousHash: tip.hash,
            difficulty: difficulty)
        let block = TrainingBlock(
            index: index, timestamp: .float(now), entry: entry, previousHash: tip.hash,
            nonce: .integer(BigInt(nonce)), difficulty: .integer(BigInt(difficulty)),
            hash: .text(hash), validatorSignatures: .list([]), consensusProof: .text(""))
        blocks.append(block)
        pending.removeFirst()
        return block
    }

    /// The nonce and the hash. The nonce is the second member of the text that is hashed.
    private static func minedNonce(
        index: PythonValue, timestamp: PythonValue, entry: TrainingEntry,
        previousHash: PythonValue, difficulty: Int
    ) throws(PythonError) -> (nonce: UInt64, hash: String) {
        var first = PythonDictionary()
        first["index"] = index
        var rest = PythonDictionary()
        rest["previous_hash"] = previousHash
        rest["timestamp"] = timestamp
        rest["training_entry"] = .dictionary(entry.members)
        let head = try PublishedHash.encoding(.dictionary(first)).utf8.dropLast()
        let tail = try PublishedHash.encoding(.dictionary(rest)).utf8.dropFirst()
        let before = Array(head) + Array(", \"nonce\": ".utf8)
        let after = Array(", ".utf8) + Array(tail)
        var nonce: UInt64 = 0
        while true {
            let digest = Digests.sha256(before + Array(String(nonce).utf8) + after)
            if digest.beginsWithZeros(difficulty) { return (nonce, digest.text) }
            nonce += 1
        }
    }
}

extension Digest {
    /// Whether the text of the digest begins with so many zeros.
    fileprivate func beginsWithZeros(_ count: Int) -> Bool {
        for place in 0..<min(max(count, 0), 2 * bytes.count) {
            let byte = bytes[place / 2]
            guard (place % 2 == 0 ? byte >> 4 : byte & 15) == 0 else { return false }
        }
        return count <= 2 * bytes.count
    }
}
