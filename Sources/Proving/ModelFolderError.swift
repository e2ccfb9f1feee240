internal import Checkpoints
public import Tokenization

/// The reasons why a folder is no model that can be run.
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
    /// Files that are no tokenizer.
    case tokenizer(folder: String, cause: TokenizerError)
    /// A file that would mix two tokenizers.
    case otherTokenizer(folder: String, file: String, source: String)

    public var description: String {
        switch self {
        case .vocabularyTooLarge(let folder, let file, let model, let tokenizer):
            "\(folder): \(file): expected at most the \(model) tokens of config.json, "
                + "got \(tokenizer)"
        case .noFolder(let folder):
            "\(folder): expected a model's folder (\(ModelFolder.safetensorsName), "
                + "\(ModelFolder.hdf5Name), ...), got none"
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
        case .tokenizer(let folder, let cause):
            "\(folder): \(cause)"
        case .otherTokenizer(let folder, let file, let source):
            "\(folder): \(file): expected no file of a tokenizer that \(source) lacks, got this"
        }
    }
}
