internal import BigInt
internal import PublishedLearning
internal import PythonValues

/// The folder of a published node's training chain as one document: the chain's file, then each
/// checkpoint behind a line with its name, as JSON of its author, time and size.
enum PublishedStore {
    static func document(of chain: PublishedTrainingChain) -> [UInt8] {
        var bytes = chain.store.chainFile ?? []
        for (name, checkpoint) in chain.store.checkpoints.entries {
            let text = PythonValue.object([
                "bytes": .integer(checkpoint.byteCount), "node_id": checkpoint.nodeID,
                "timestamp": checkpoint.timestamp,
            ]).json
            bytes += Array("\(LearningDisk.fileMark)\(name.shown)\n".utf8) + text
        }
        return bytes
    }

    /// The folder of a document. What is no JSON of a checkpoint is one of nobody, of time 0.
    static func store(_ bytes: [UInt8]) -> TrainingStore {
        var store = TrainingStore()
        let parts = LearningDisk.parts(bytes)
        store.chainFile = parts.first
        for part in parts.dropFirst() {
            let lines = part.split(
                separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            let members = PythonValue.parsed(lines.count > 1 ? Array(lines[1]) : []) ?? .none
            store.set(
                TrainingCheckpoint(
                    nodeID: members.memberOrNone("node_id"),
                    timestamp: members.memberOrNone("timestamp"),
                    byteCount: BigInt(part.count), modelState: TrainingState(),
                    optimizerState: TrainingState()),
                named: PythonText(String(decoding: lines[0], as: UTF8.self)))
        }
        return store
    }
}

extension PythonValue {
    /// A member of an object; none where there is no such.
    func memberOrNone(_ name: String) -> PythonValue {
        if case .dictionary(let members) = self { members[name] ?? PythonValue.none } else { .none }
    }
}
