public import Checkpoints
internal import Platform
import Tensors
public import Tokenization

/// A folder with a model as the ecosystem keeps it: weights, `config.json`, `vocab.json`,
/// `merges.txt`.
public struct ModelFolder: Sendable {
    public static let vocabularyFileName = "vocab.json"
    public static let mergesFileName = "merges.txt"

    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// **Throws:** ``PlatformError``, ``TokenizerError``.
    public func tokenizer() throws -> ByteLevelTokenizer {
        let read = { name throws(PlatformError) in
            try WholeFile.read(
                Folder.path(path, name), byteCountMax: Tokenization.Limits.fileByteCountMax)
        }
        return try ByteLevelTokenizer(
            vocabulary: read(Self.vocabularyFileName), merges: read(Self.mergesFileName))
    }

    /// Everything, checked and converted.
    ///
    /// **Throws:** ``PlatformError`` where a file is missing, ``CheckpointError``,
    /// ``TokenizerError``, ``ModelFolderError`` where they do not agree.
    public func load(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> (checkpoint: Checkpoint, tokenizer: ByteLevelTokenizer) {
        // The container's header and the small files come first, the long conversion last.
        let container = try WeightsFile.open(folder: path)
        let shape = try Checkpoint.shape(folder: path)
        let tokenizer = try tokenizer()
        guard tokenizer.vocabularyCount <= shape.vocabularyCount else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: path, modelTokenCount: shape.vocabularyCount,
                tokenizerTokenCount: tokenizer.vocabularyCount)
        }
        let checkpoint = try Checkpoint.load(container, shape: shape, progress: progress)
        return (checkpoint, tokenizer)
    }
}

public enum ModelFolderError: Error, Equatable, CustomStringConvertible {
    case vocabularyTooLarge(folder: String, modelTokenCount: Int, tokenizerTokenCount: Int)

    public var description: String {
        switch self {
        case .vocabularyTooLarge(let folder, let model, let tokenizer):
            "\(folder): vocab.json: expected at most the \(model) tokens of config.json, "
                + "got \(tokenizer)"
        }
    }
}
