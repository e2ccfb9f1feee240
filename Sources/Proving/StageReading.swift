internal import Architectures
internal import Checkpoints
internal import Cryptography
internal import Platform
internal import Tensors
internal import Traces

/// A single reading of a folder's weights that digests them at all stages.
final class StageReading {
    private let folder: ModelFolder
    private let container: any TensorContainer
    private let identities: [FileIdentity]
    let architecture: Architecture
    private let files: Background<Result<[TracedFile], any Error>>
    private var digester = TensorDigester()

    /// Opens the weights; their files are digested by another thread from now on.
    init(_ folder: ModelFolder) throws {
        self.folder = folder
        // Before anything is read, so that a change meanwhile is noticed.
        identities = try WeightsFile.identities(in: folder.path)
        container = try WeightsFile.open(folder: folder.path)
        architecture = try Checkpoint.architecture(folder: folder.path)
        files = Background(.success([]), waitingMax: 1)
        files.add { files in
            files = Result {
                try WeightsFile.fileNames(in: folder.path).map {
                    try TracedFile(name: $0, folder: folder.path)
                }
            }
        }
    }

    func read(
        progress: (_ done: Int, _ total: Int) -> Void, onTensor: (IntegerTensor) throws -> Void
    ) throws -> CheckpointSummary {
        try unsafe Checkpoint.read(
            container, architecture: architecture, progress: progress,
            onPart: { parameter, source, type, stored in
                unsafe digester.add(parameter, source, type, stored)
            },
            onTensor: { tensor in
                digester.end(tensor)
                try onTensor(tensor)
            })
    }

    func traced(
        _ summary: CheckpointSummary, name: String, tokenizer: Digest?
    ) throws -> TracedModel {
        let files = try files.finished().get()
        guard try WeightsFile.identities(in: folder.path) == identities else {
            throw CheckpointError.changedMeanwhile(folder: folder.path)
        }
        return TracedModel(
            name: name, architecture: TracedArchitecture(architecture),
            integerWeightsHash: summary.integerWeightsHash, files: files,
            tensors: digester.tensors, tokenizerDigest: tokenizer)
    }
}
