internal import BigInt
package import PythonValues

extension PublishedTrainingChain {
    /// A chain as a node has it behind its start.
    package struct Loading: Sendable {
        package let chain: PublishedTrainingChain
        /// The class of the exception that the chain's file raised, such as `JSONDecodeError`: no
        /// block of it is left.
        package let exception: String?
        /// Whether the node began a new chain, over its file.
        package let isNewGenesis: Bool
    }

    /// The chain that a node makes of its folder at its start. Nothing is verified.
    ///
    /// **Throws:** ``PythonError`` where a stray file's members cannot be written.
    package static func load(
        _ store: TrainingStore, difficulty: Int, now: PythonFloat
    ) throws(PythonError) -> Loading {
        var (blocks, exception) = parsed(store.chainFile)
        if exception == nil {
            do throws(PythonError) {
                blocks = try adding(strayFilesOf: store, to: blocks)
            } catch {
                (blocks, exception) = ([], error.name)
            }
        }
        let isNewGenesis = blocks.isEmpty
        if isNewGenesis { blocks = [try Self.genesis(now: now)] }
        var chain = PublishedTrainingChain(
            first: blocks[0], rest: Array(blocks.dropFirst()), store: store,
            difficulty: difficulty)
        if isNewGenesis { try chain.save() }
        return Loading(chain: chain, exception: exception, isNewGenesis: isNewGenesis)
    }

    /// The blocks of a file; none where it raises.
    private static func parsed(
        _ file: [UInt8]?
    ) -> (blocks: [TrainingBlock], exception: String?) {
        guard let file else { return ([], nil) }
        let document: PythonValue
        do throws(PythonJSONError) {
            document = try PythonJSONParser.parse(file, byteCountMax: .max)
        } catch {
            return ([], error.exception.rawValue)
        }
        do throws(PythonError) {
            var blocks: [TrainingBlock] = []
            for element in try document.elements() { blocks.append(try TrainingBlock(element)) }
            return (blocks, nil)
        } catch {
            return ([], error.name)
        }
    }

    /// The blocks, behind them one of each epoch above theirs of which there is a file.
    private static func adding(
        strayFilesOf store: TrainingStore, to blocks: [TrainingBlock]
    ) throws(PythonError) -> [TrainingBlock] {
        var highest = PythonValue.integer(0)
        for (place, block) in blocks.enumerated() {
            let epoch = block.entry.epoch
            let isHigher = try highest.isLess(than: epoch)
            if place == 0 || isHigher { highest = epoch }
        }
        var strays: [(epoch: BigInt, name: PythonText, checkpoint: TrainingCheckpoint)] = []
        for file in store.namedEpochs() {
            if try highest.isLess(than: .integer(file.epoch)) { strays.append(file) }
        }
        // Of one epoch the greatest name comes first, and the others are passed over.
        strays.sort { ($0.epoch, $1.name) < ($1.epoch, $0.name) }
        var chain = blocks
        var last: BigInt?
        for stray in strays where stray.epoch != last {
            last = stray.epoch
            chain.append(
                try rebuilt(
                    stray.checkpoint, name: stray.name, epoch: stray.epoch, behind: chain))
        }
        return chain
    }

    /// The block that a stray file becomes: annex C of the reference vectors' README.
    private static func rebuilt(
        _ checkpoint: TrainingCheckpoint, name: PythonText, epoch: BigInt,
        behind blocks: [TrainingBlock]
    ) throws(PythonError) -> TrainingBlock {
        let previous = blocks.last?.hash ?? .text(TrainingEntry.zeroHash)
        var metrics = PythonDictionary()
        var members = PythonDictionary()
        metrics["loss"] = TrainingDefaults.one
        for metric in TrainingDefaults.rebuiltMetrics {
            metrics[metric.name] = metric.value
            members[metric.name] = metric.value
        }
        let data = try PublishedHash.hash(.dictionary(metrics))
        let empty = try TrainingState().hash()
        var scores = PythonDictionary()
        scores["overall_validity"] = TrainingDefaults.rebuiltValidity
        members["epoch"] = .integer(epoch)
        members["node_id"] = checkpoint.nodeID
        members["timestamp"] = checkpoint.timestamp
        members["training_loss"] = TrainingDefaults.one
        members["model_state_hash"] = .text(try checkpoint.modelState.hash())
        members["optimizer_state_hash"] = .text(try checkpoint.optimizerState.hash())
        members["training_data_hash"] = .text(data)
        members["model_storage_path"] = .string(PythonText(TrainingStore.folder) + name)
        members["checkpoint_size"] = .integer(checkpoint.byteCount)
        members["gradient_proof"] = .text("rebuilt_proof_" + (try epoch.pythonText()))
        members["validation_scores"] = .dictionary(scores)
        members["consensus_signatures"] = .list([])
        members["previous_hash"] = previous
        members["merkle_root"] = .text(TrainingEntry.merkleRoot([empty, empty, data]))
        let entry = try TrainingEntry(.dictionary(members))
        let index = PythonValue.integer(BigInt(blocks.count))
        return TrainingBlock(
            index: index, timestamp: checkpoint.timestamp, entry: entry, previousHash: previous,
            nonce: .integer(0), difficulty: .integer(4),
            hash: .text(
                try TrainingBlock.hash(
                    index: index, timestamp: checkpoint.timestamp, entry: entry,
                    previousHash: previous, nonce: .integer(0))),
            validatorSignatures: .list([]), consensusProof: .text("rebuilt"))
    }
}
