internal import Encodings

/// The class of transformers that loads a folder's tokenizer.
///
/// **Source:** AutoTokenizer of transformers 5.24. A model of type qwen2 has Qwen2Tokenizer
/// whatever class its files name; another model has the class that its files name, or GPT-2's.
enum TokenizerClass: Equatable {
    /// Makes a tokenizer anew, of GPT-2's steps.
    case gpt2
    /// Makes a tokenizer anew, of Qwen2's steps.
    case qwen2
    /// Takes tokenizer.json as it is.
    case whole

    /// **Throws:** ``TokenizerError`` where the files name another class.
    init(
        _ configuration: TokenizerConfiguration, _ files: TokenizerFiles, _ file: TokenizerFile?
    ) throws(TokenizerError) {
        var source = TokenizerFileName.configuration
        var name = configuration.tokenizerClass
        var modelType: String?
        if let bytes = files[.model] {
            let model = try Section(.model, bytes)
            modelType = model.member("model_type")?.stringValue
            if name == nil {
                source = .model
                name = try TokenizerConfiguration.tokenizerClass(model)
            }
        }
        switch name {
        case nil where modelType == nil:
            // No library takes such a folder: the steps of tokenizer.json say enough.
            self = file?.steps == TokenizerClass.qwen2.steps ? .qwen2 : .gpt2
        case nil, "GPT2Tokenizer", "GPT2TokenizerFast":
            self = modelType == "qwen2" ? .qwen2 : .gpt2
        case "Qwen2Tokenizer", "Qwen2TokenizerFast":
            self = .qwen2
        case "PreTrainedTokenizerFast" where modelType == "qwen2",
            "TokenizersBackend" where modelType == "qwen2":
            self = .qwen2
        case "PreTrainedTokenizerFast" where file != nil, "TokenizersBackend" where file != nil:
            self = .whole
        case let name?:
            let others =
                file == nil
                ? " (others need tokenizer.json)" : ", PreTrainedTokenizerFast or TokenizersBackend"
            throw .setting(
                file: source, key: "tokenizer_class",
                expected: "GPT2Tokenizer, GPT2TokenizerFast, Qwen2Tokenizer, Qwen2TokenizerFast"
                    + others,
                got: JSONValue.quoted(name, scalarCountMax: 60))
        }
    }

    var name: String {
        switch self {
        case .gpt2: "GPT2Tokenizer"
        case .qwen2: "Qwen2Tokenizer"
        case .whole: "TokenizersBackend"
        }
    }

    /// The steps before the merges that the class has in itself.
    struct Steps: Equatable {
        let composes: Bool
        let pattern: PiecePattern
    }

    /// Nil of a class that takes those of tokenizer.json.
    var steps: Steps? {
        switch self {
        case .gpt2: Steps(composes: false, pattern: .gpt2)
        case .qwen2: Steps(composes: true, pattern: .qwen2)
        case .whole: nil
        }
    }

    /// The steps of tokenizer.json, or of the class, which are the same.
    ///
    /// **Throws:** ``TokenizerError`` where the class would pass over other steps of the file.
    func steps(_ file: TokenizerFile?) throws(TokenizerError) -> Steps {
        guard let steps else { return file?.steps ?? Steps(composes: false, pattern: .gpt2) }
        guard let said = file?.steps else { return steps }
        guard said.composes == steps.composes else {
            throw .setting(
                file: .tokenizer, key: "normalizer",
                expected: steps.composes
                    ? "NFC, which Qwen2Tokenizer does whatever its file says"
                    : "no step that changes the text, since GPT2Tokenizer would pass over it",
                got: said.composes ? "NFC" : "none")
        }
        guard said.pattern == steps.pattern else {
            throw .setting(
                file: .tokenizer, key: "pre_tokenizer",
                expected: "the pattern of \(name), which it takes whatever its file says",
                got: said.pattern == .qwen2 ? "Qwen2's" : "GPT-2's")
        }
        return steps
    }

    /// The special token that the class has under a name where no file says another.
    func standard(_ key: String) -> AddedToken? {
        switch (self, key) {
        case (.gpt2, "bos_token"), (.gpt2, "eos_token"), (.gpt2, "unk_token"),
            (.qwen2, "eos_token"), (.qwen2, "unk_token"), (.qwen2, "pad_token"):
            AddedToken(special: Vocabulary.endOfText)
        default: nil
        }
    }
}

extension TokenizerFile {
    var steps: TokenizerClass.Steps { .init(composes: composes, pattern: pattern) }
}
