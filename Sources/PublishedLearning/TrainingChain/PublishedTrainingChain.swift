internal import BigInt
internal import Cryptography
package import PythonValues

/// The published training chain of one node: training_blockchain.py. The folder is a value.
package struct PublishedTrainingChain: Sendable {
    package internal(set) var blocks: [TrainingBlock]
    package internal(set) var pending: [TrainingEntry] = []
    package internal(set) var store: TrainingStore
    /// How many zeros a mined block's hash begins with.
    package let difficulty: Int

    /// A chain as it stands, neither loaded nor verified; it has a block at least.
    package init(first: TrainingBlock, rest: [TrainingBlock], store: TrainingStore, difficulty: Int)
    {
        blocks = [first] + rest
        self.store = store
        self.difficulty = difficulty
    }

    package var tip: TrainingBlock { blocks[blocks.count - 1] }

    /// The genesis block of a node that starts at `now`.
    ///
    /// **Throws:** ``PythonError`` never, as its members can be written.
    package static func genesis(now: PythonFloat) throws(PythonError) -> TrainingBlock {
        let (zeros, zero) = (PythonValue.text(TrainingEntry.zeroHash), TrainingDefaults.zero)
        var members = PythonDictionary()
        for name in TrainingEntry.names { members[name] = zero }
        for name in ["epoch", "batch_count", "checkpoint_size", "knowledge_accumulation"] {
            members[name] = .integer(0)
        }
        for name in [
            "model_state_hash", "optimizer_state_hash", "training_data_hash", "previous_hash",
            "merkle_root",
        ] { members[name] = zeros }
        members["node_id"] = .text("genesis")
        members["timestamp"] = .float(now)
        members["training_loss"] = TrainingDefaults.infinity
        members["model_storage_path"] = .text("")
        members["gradient_proof"] = .text("genesis_proof")
        members["validation_scores"] = .dictionary(PythonDictionary())
        members["consensus_signatures"] = .list([])
        members["expert_utilization"] = .dictionary(PythonDictionary())
        let entry = try TrainingEntry(.dictionary(members))
        return TrainingBlock(
            index: .integer(0), timestamp: .float(now), entry: entry, previousHash: zeros,
            nonce: .integer(0), difficulty: .integer(0),
            hash: .text(
                try TrainingBlock.hash(
                    index: .integer(0), timestamp: .float(now), entry: entry, previousHash: zeros,
                    nonce: .integer(0))),
            validatorSignatures: .list([]), consensusProof: .text("genesis"))
    }

    /// The chain's file as it stands now: `json.dump(chain, file, indent=2)`.
    ///
    /// **Throws:** ``PythonError`` where a block cannot be written.
    package func file() throws(PythonError) -> [UInt8] {
        Array(try IndentedJSON.text(.list(blocks.map(\.value))).utf8)
    }

    /// Writes the chain's file into the folder.
    ///
    /// **Throws:** ``PythonError`` where a block cannot be written.
    package mutating func save() throws(PythonError) { store.chainFile = try file() }

    // MARK: Verification

    /// An error of a block.
    package struct Fault: Sendable, Equatable {
        package enum Kind: String, Sendable {
            case link, hash, epoch, storage
        }

        package let index: Int
        package let kind: Kind
    }

    /// `verify_training_chain` of blocks, with the files of this node's folder.
    ///
    /// Linear in the blocks' length.
    /// **Throws:** ``PythonError`` where it raises.
    package func faults(of blocks: [TrainingBlock]) throws(PythonError) -> [Fault] {
        var faults: [Fault] = []
        for (index, block) in blocks.enumerated().dropFirst() {
            let previous = blocks[index - 1]
            if !block.previousHash.equals(previous.hash) {
                faults.append(Fault(index: index, kind: .link))
            }
            if !block.hash.equals(.text(try block.computedHash())) {
                faults.append(Fault(index: index, kind: .hash))
            }
            if try TrainingEntry.isAtMost(block.entry.epoch, previous.entry.epoch) {
                faults.append(Fault(index: index, kind: .epoch))
            }
            let path = block.entry.storagePath
            if path.isTrue, try !store.holds(path) {
                faults.append(Fault(index: index, kind: .storage))
            }
        }
        return faults
    }

    /// The reason for which a peer's chain is not taken.
    package enum SyncRefusal: String, Sendable {
        case length, invalid, epoch
    }

    /// `sync_with_peer_chain`: takes a longer, valid chain of a higher epoch for this node's own,
    /// and answers nil; else why not.
    ///
    /// **Throws:** ``PythonError`` where it raises; nothing is taken.
    package mutating func synchronise(
        with peer: [TrainingBlock], checks: LearningChecks = .all
    ) throws(PythonError) -> SyncRefusal? {
        guard let last = peer.last, peer.count > blocks.count || !checks.has(.length) else {
            return .length
        }
        if try !faults(of: peer).isEmpty, checks.has(.invalid) { return .invalid }
        if try TrainingEntry.isAtMost(last.entry.epoch, tip.entry.epoch), checks.has(.epoch) {
            return .epoch
        }
        blocks = peer
        return nil
    }
}
