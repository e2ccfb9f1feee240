public import Checkpoints
internal import Platform
public import Tensors
public import Tokenization

/// A folder with a model as the ecosystem keeps it: weights, `config.json`, and a tokenizer, which
/// is `tokenizer.json` or `vocab.json` with `merges.txt`, and small files beside them.
public struct ModelFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The files of the tokenizer that the folder has.
    public var tokenizerFileNames: [String] {
        TokenizerFileName.allCases.filter { $0.isPartOfTokenizer && isThere($0.rawValue) }
            .map(\.rawValue)
    }

    /// The tokenizer that all these files together make.
    ///
    /// **Throws:** ``PlatformError``, ``TokenizerError``, ``ModelFolderError``.
    public func tokenizer() throws -> ByteLevelTokenizer {
        let pair = [TokenizerFileName.vocabulary, .merges].filter { !isThere($0.rawValue) }
        if !isThere(TokenizerFileName.tokenizer.rawValue) {
            if let name = TokenizerFileName.foreign.first(where: isThere) {
                throw ModelFolderError.foreignTokenizer(folder: path, file: name)
            }
            if !pair.isEmpty {
                throw ModelFolderError.tokenizerMissing(folder: path, missing: pair)
            }
        }
        var files = TokenizerFiles()
        for name in TokenizerFileName.allCases where isThere(name.rawValue) {
            files[name] = try read(name)
        }
        return try ByteLevelTokenizer(files: files)
    }

    private func isThere(_ name: String) -> Bool { Folder.fileExists(Folder.path(path, name)) }

    private func read(_ name: TokenizerFileName) throws(PlatformError) -> [UInt8] {
        try WholeFile.read(Folder.path(path, name.rawValue), byteCountMax: name.byteCountMax)
    }

    /// Copies the tokenizer's files into another folder; what is there stays unless `replacing`.
    ///
    /// **Throws:** ``PlatformError``, and ``ModelFolderError`` where a file of another tokenizer
    /// would be left beside them.
    public func copyTokenizer(toFolder folder: String, replacing: Bool) throws {
        try checkTokenizerTarget(folder)
        for name in TokenizerFileName.allCases
        where name.isPartOfTokenizer && isThere(name.rawValue) {
            let target = Folder.path(folder, name.rawValue)
            if replacing || !Folder.fileExists(target) {
                try WholeFile.write(read(name), to: target)
            }
        }
    }

    /// Refuses a folder that holds a file of a tokenizer which this one has not.
    ///
    /// **Throws:** ``ModelFolderError/otherTokenizer(folder:file:source:)``.
    public func checkTokenizerTarget(_ folder: String) throws(ModelFolderError) {
        for name in ModelFolder(path: folder).tokenizerFileNames where !isThere(name) {
            throw .otherTokenizer(folder: folder, file: name, source: path)
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

    /// The file that the vocabulary is read from.
    public var tokenizerFileName: String {
        let whole = TokenizerFileName.tokenizer.rawValue
        return isThere(whole) ? whole : TokenizerFileName.vocabulary.rawValue
    }

    /// The tokenizer of a model of this shape. Added tokens may have ids that the model lacks, as
    /// they have in many folders; a text with such a token has no proof.
    func checkedTokenizer(_ shape: TransformerShape) throws -> ByteLevelTokenizer {
        let tokenizer = try tokenizer()
        guard tokenizer.vocabularyCount <= shape.vocabularyCount else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: path, file: tokenizerFileName,
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
    case tokenizerMissing(folder: String, missing: [TokenizerFileName])
    /// A file of a kind of tokenizer that this laboratory does not read.
    case foreignTokenizer(folder: String, file: String)
    /// A file that would mix two tokenizers.
    case otherTokenizer(folder: String, file: String, source: String)

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
        case .tokenizerMissing(let folder, let missing):
            "\(folder): expected tokenizer.json, or vocab.json and merges.txt, got no "
                + "tokenizer.json and no \(missing.map(\.rawValue).joined(separator: ", no "))"
        case .foreignTokenizer(let folder, let file):
            "\(folder): expected tokenizer.json, or no tokenizer but vocab.json and merges.txt, "
                + "got \(file), which is of another kind"
        case .otherTokenizer(let folder, let file, let source):
            "\(folder): \(file): expected no file of a tokenizer that \(source) lacks, got this"
        }
    }
}
