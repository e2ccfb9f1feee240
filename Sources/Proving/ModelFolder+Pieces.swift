public import Checkpoints
internal import Platform
internal import Tokenization

/// The check that a model's folder holds all its pieces.
extension ModelFolder {
    /// **Throws:** ``ModelFolderError`` where the folder is none, or lacks pieces, all of them
    /// named together; or where some are Git LFS pointers, all of them named too.
    package func checkPieces(needsTokenizer: Bool = true) throws {
        guard Folder.exists(path) else { throw ModelFolderError.noFolder(path) }
        let missing = missingPieces(needsTokenizer)
        guard missing.isEmpty else {
            // Bad weights are reported before missing pieces, which would not mend them.
            if weightsName != nil { _ = try WeightsFile.open(folder: path) }
            throw ModelFolderError.incomplete(
                folder: path, missing: missing, found: foundInstead)
        }
        let pointers =
            ([weightsName, Self.configurationName].compactMap(\.self)
            + (needsTokenizer ? tokenizerFileNames : [])).filter {
                GitLFSPointer.isAt(path(of: $0))
            }
        guard pointers.isEmpty else {
            throw ModelFolderError.gitLFSPointers(folder: path, files: pointers)
        }
    }

    private func missingPieces(_ needsTokenizer: Bool) -> [String] {
        var missing: [String] = []
        if weightsName == nil { missing.append("weights") }
        if !has(Self.configurationName) { missing.append(Self.configurationName) }
        if needsTokenizer, let piece = missingTokenizerPiece { missing.append(piece) }
        return missing
    }

    /// Nil where one form of a tokenizer is whole.
    private var missingTokenizerPiece: String? {
        if has(TokenizerFileName.tokenizer.rawValue) { return nil }
        let vocabulary = TokenizerFileName.vocabulary.rawValue
        let merges = TokenizerFileName.merges.rawValue
        return switch (has(vocabulary), has(merges)) {
        case (true, true): nil
        case (true, false): merges
        case (false, true): vocabulary
        case (false, false): "a tokenizer"
        }
    }

    /// Whether no form of a tokenizer is whole.
    public var lacksTokenizer: Bool { missingTokenizerPiece != nil }

    static let weightsPiece =
        "weights (\(ModelFolder.weightsNames.joined(separator: ", ")))"
    static let tokenizerPiece =
        "a tokenizer (vocab.json and merges.txt, or tokenizer.json)"

    /// Files that stand for weights elsewhere, in the words of their message.
    private var foundInstead: [String] {
        guard weightsName == nil else { return [] }
        var found: [String] = []
        for name in Folder.names(in: path) {
            if name.hasSuffix(".bin") && name.hasPrefix("pytorch_model") {
                found.append(
                    "\(name) is a pickle, which may hold programs and is not read: transformers "
                        + "writes model.safetensors with save_pretrained")
            } else if name == "adapter_model.safetensors" {
                found.append("\(name) is an adapter: merge it into its model first")
            } else if Self.otherSuffixes.contains(where: name.hasSuffix) {
                found.append("\(name) is of a kind that is not read")
            } else if ModelFolder.isShardName(name) {
                found.append(
                    "\(name) is a shard whose index, "
                        + "\(ModelFolder.shardIndexName), is not there")
            }
        }
        let variants = weightsVariantNames
        if variants.count > 1 {
            found.append("\(variants.joined(separator: ", ")) are several variants: keep one")
        }
        return Array(found.prefix(4))
    }

    private static let otherSuffixes = [
        ".msgpack", ".gguf", ".onnx", ".ot", ".pt", ".pth", ".ckpt",
    ]
}

extension ModelFolderError {
    /// Whether the folder, or a piece of it, is not there.
    public var isAboutMissingPieces: Bool {
        switch self {
        case .noFolder, .incomplete, .tokenizerMissing: true
        case .vocabularyTooLarge, .gitLFSPointers, .foreignTokenizer, .tokenizer, .otherTokenizer:
            false
        }
    }
}
