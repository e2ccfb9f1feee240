public import Checkpoints
internal import Platform
public import Tensors
public import Tokenization

/// A folder with a model as the ecosystem keeps it: weights, `config.json`, and `vocab.json` with
/// `merges.txt` or `tokenizer.json`.
public struct ModelFolder: Sendable {
    public static let vocabularyFileName = "vocab.json"
    public static let mergesFileName = "merges.txt"
    public static let tokenizerFileName = "tokenizer.json"

    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The files that this folder's tokenizer consists of: the two of GPT-2 where either is there,
    /// or else `tokenizer.json` where that is.
    public var tokenizerFileNames: [String] {
        let pair = [Self.vocabularyFileName, Self.mergesFileName]
        let isThere = { name in Folder.fileExists(Folder.path(path, name)) }
        return !pair.contains(where: isThere) && isThere(Self.tokenizerFileName)
            ? [Self.tokenizerFileName] : pair
    }

    /// **Throws:** ``PlatformError``, ``TokenizerError``.
    public func tokenizer() throws -> ByteLevelTokenizer {
        let read = { name, byteCountMax throws(PlatformError) in
            try WholeFile.read(Folder.path(path, name), byteCountMax: byteCountMax)
        }
        if tokenizerFileNames == [Self.tokenizerFileName] {
            return try ByteLevelTokenizer(
                tokenizerJSON: read(
                    Self.tokenizerFileName, Tokenization.Limits.tokenizerByteCountMax))
        }
        return try ByteLevelTokenizer(
            vocabulary: read(Self.vocabularyFileName, Tokenization.Limits.fileByteCountMax),
            merges: read(Self.mergesFileName, Tokenization.Limits.fileByteCountMax))
    }

    /// Copies the tokenizer's files into another folder; what is there stays unless `replacing`.
    ///
    /// **Throws:** ``PlatformError``.
    public func copyTokenizer(toFolder folder: String, replacing: Bool) throws {
        for name in tokenizerFileNames
        where replacing || !Folder.fileExists(Folder.path(folder, name)) {
            let bytes = try WholeFile.read(
                Folder.path(path, name), byteCountMax: Tokenization.Limits.tokenizerByteCountMax)
            try WholeFile.write(bytes, to: Folder.path(folder, name))
        }
    }

    /// Everything, checked and converted, and all integers kept.
    ///
    /// **Throws:** as ``read(progress:onTensor:)``.
    public func load() throws -> (checkpoint: Checkpoint, tokenizer: ByteLevelTokenizer) {
        var tensors: [IntegerTensor] = []
        let (summary, tokenizer) = try read { tensors.append($0) }
        let weights = IntegerWeights(shape: summary.shape, tensors: tensors)
        return (Checkpoint(weights: weights, summary: summary), tokenizer)
    }

    /// Everything, checked and converted; the integers go to `onTensor` as
    /// ``Checkpoint/read(_:shape:progress:onTensor:)`` does it.
    ///
    /// **Throws:** ``ModelFolderError`` where pieces are missing or do not agree,
    /// ``PlatformError``, ``CheckpointError``, ``TokenizerError``.
    public func read(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onTensor: (IntegerTensor) throws -> Void
    ) throws -> (summary: CheckpointSummary, tokenizer: ByteLevelTokenizer) {
        try checkPieces()
        // The container's header and the small files come first, the long conversion last.
        let container = try WeightsFile.open(folder: path)
        let shape = try Checkpoint.shape(folder: path)
        let tokenizer = try checkedTokenizer(shape)
        let summary = try Checkpoint.read(
            container, shape: shape, progress: progress, onTensor: onTensor)
        return (summary, tokenizer)
    }

    func checkedTokenizer(_ shape: TransformerShape) throws -> ByteLevelTokenizer {
        let tokenizer = try tokenizer()
        guard tokenizer.vocabularyCount <= shape.vocabularyCount else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: path, file: tokenizerFileNames[0],
                modelTokenCount: shape.vocabularyCount,
                tokenizerTokenCount: tokenizer.vocabularyCount)
        }
        return tokenizer
    }
}

public enum ModelFolderError: Error, Equatable, CustomStringConvertible {
    case vocabularyTooLarge(
        folder: String, file: String, modelTokenCount: Int, tokenizerTokenCount: Int)
    case noFolder(String)
    /// - Parameter found: what lies there instead of weights, in sentences.
    case incomplete(folder: String, missing: [String], found: [String])
    case gitLFSPointers(folder: String, files: [String])

    public var description: String {
        switch self {
        case .vocabularyTooLarge(let folder, let file, let model, let tokenizer):
            "\(folder): \(file): expected at most the \(model) tokens of config.json, "
                + "got \(tokenizer)"
        case .noFolder(let folder):
            "\(folder): expected a model's folder, got none"
        case .incomplete(let folder, let missing, let found):
            "\(folder): expected a model's folder, got one without "
                + missing.joined(separator: ", without ") + found.map { "; \($0)" }.joined()
                + "; a model's folder holds \(ModelFolder.weightsPiece), config.json and "
                + ModelFolder.tokenizerPiece
        case .gitLFSPointers(let folder, let files):
            "\(folder): expected the files themselves, got a Git LFS pointer for each of "
                + "\(files.joined(separator: ", ")): run 'git lfs pull' there"
        }
    }
}
