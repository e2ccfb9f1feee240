internal import Architectures
public import Checkpoints
internal import Platform
public import Tensors
public import Tokenization

/// The folder read: its tokenizer, and its weights as integers.
extension ModelFolder {
    /// The tokenizer that all these files together make.
    ///
    /// **Throws:** ``PlatformError``, ``ModelFolderError``.
    public func tokenizer() throws -> ByteLevelTokenizer {
        let pair = [TokenizerFileName.vocabulary, .merges].filter { !has($0.rawValue) }
        if !has(TokenizerFileName.tokenizer.rawValue) {
            if let name = TokenizerFileName.foreign.first(where: has) {
                throw ModelFolderError.foreignTokenizer(folder: path, file: name)
            }
            if !pair.isEmpty {
                throw ModelFolderError.tokenizerMissing(folder: path, missing: pair)
            }
        }
        var files = TokenizerFiles()
        for name in TokenizerFileName.allCases where has(name.rawValue) {
            files[name] = try read(name)
        }
        do throws(TokenizerError) {
            return try ByteLevelTokenizer(files: files)
        } catch {
            throw ModelFolderError.tokenizer(folder: path, cause: error)
        }
    }

    private func read(_ name: TokenizerFileName) throws(PlatformError) -> [UInt8] {
        try WholeFile.read(path(of: name.rawValue), byteCountMax: name.byteCountMax)
    }

    /// Copies the tokenizer's files into another folder; what is there stays unless `replacing`.
    ///
    /// **Throws:** ``PlatformError``, and ``ModelFolderError`` where a file of another tokenizer
    /// would be left beside them.
    public func copyTokenizer(toFolder folder: String, replacing: Bool) throws {
        try checkTokenizerTarget(folder)
        for name in TokenizerFileName.allCases
        where name.isPartOfTokenizer && has(name.rawValue) {
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
        for name in ModelFolder(path: folder).tokenizerFileNames where !has(name) {
            throw .otherTokenizer(folder: folder, file: name, source: path)
        }
    }

    /// Everything, checked and converted, and all integers kept.
    ///
    /// **Throws:** as ``read(progress:onTensor:)``.
    public func load() throws -> (checkpoint: Checkpoint, tokenizer: ByteLevelTokenizer) {
        var tensors: [IntegerTensor] = []
        let (summary, tokenizer) = try read { tensors.append($0) }
        let weights = IntegerWeights(
            architecture: summary.architecture, tensors: tensors)
        return (Checkpoint(weights: weights, summary: summary), tokenizer)
    }

    /// Everything, checked and converted; the integers go to `onTensor` as
    /// ``Checkpoint/read(_:architecture:progress:onTensor:)`` does it.
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
        let architecture = try Checkpoint.architecture(folder: path)
        let tokenizer = try checkedTokenizer(architecture.shape)
        let summary = try Checkpoint.read(
            container, architecture: architecture, progress: progress, onTensor: onTensor)
        return (summary, tokenizer)
    }

    /// The tokenizer of a model of this shape. Added tokens may have ids that the model lacks, as
    /// they have in many folders; a text with such a token has no proof.
    func checkedTokenizer(_ shape: TransformerShape) throws -> ByteLevelTokenizer {
        let tokenizer = try tokenizer()
        guard tokenizer.vocabularyCount <= shape.vocabularyCount else {
            throw ModelFolderError.vocabularyTooLarge(
                folder: path, file: vocabularyFileName,
                modelTokenCount: shape.vocabularyCount,
                tokenizerTokenCount: tokenizer.vocabularyCount)
        }
        return tokenizer
    }
}
