internal import Platform
internal import Tokenization

/// A folder with a model as the ecosystem keeps it, and the names of all files that belong to it:
/// the weights, `config.json`, and a tokenizer, which is `tokenizer.json` or `vocab.json` with
/// `merges.txt` and small files beside them.
public struct ModelFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The path of the folder's file `name`, whether it exists or not.
    public func path(of name: String) -> String { Folder.path(path, name) }

    /// Whether the folder has a file of this name.
    public func has(_ name: String) -> Bool { Folder.fileExists(path(of: name)) }

    // MARK: Configuration

    /// The file that says the model's shape.
    public static let configurationName = TokenizerFileName.model.rawValue

    // MARK: Weights

    public static let safetensorsName = "model.safetensors"
    public static let shardIndexName = "model.safetensors.index.json"
    public static let hdf5Name = "model.h5"
    public static let kerasName = "tf_model.h5"

    /// The names of weights in the order in which they are looked for. A hub's folder often holds
    /// the same weights several times; the first of these that exists is read.
    public static let weightsNames = [safetensorsName, shardIndexName, hdf5Name, kerasName]

    /// The name of the file that the weights are read from: the first of ``weightsNames`` that
    /// exists, or else the only variant, such as `model.fp16.safetensors`; nil where there is
    /// neither, or where there are several variants.
    public var weightsName: String? {
        if let name = Self.weightsNames.first(where: has) { return name }
        let variants = weightsVariantNames
        return variants.count == 1 ? variants[0] : nil
    }

    /// The names that transformers gives to a variant of the weights, such as
    /// `model.fp16.safetensors` or `model.safetensors.index.fp16.json`, as far as they exist. The
    /// shards of an index are not among them.
    public var weightsVariantNames: [String] {
        Folder.names(in: path).filter { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.first == "model" else { return false }
            return parts.count == 3 && parts[2] == "safetensors" && !Self.isShardName(name)
                || parts.count == 5 && parts[1...2] == ["safetensors", "index"]
                    && parts[4] == "json"
        }
    }

    /// Whether a file is one shard of several, by its name: `model-00001-of-00002.safetensors`.
    public static func isShardName(_ name: String) -> Bool {
        name.hasSuffix(".safetensors") && name.contains("-of-")
    }

    // MARK: Tokenizer

    /// The files of the tokenizer that exist, in the order of ``TokenizerFileName``.
    public var tokenizerFileNames: [String] {
        TokenizerFileName.allCases.filter { $0.isPartOfTokenizer && has($0.rawValue) }
            .map(\.rawValue)
    }

    /// The file that the vocabulary is read from: `tokenizer.json` where it exists, else
    /// `vocab.json`.
    public var vocabularyFileName: String {
        let whole = TokenizerFileName.tokenizer.rawValue
        return has(whole) ? whole : TokenizerFileName.vocabulary.rawValue
    }

    // MARK: Companions

    /// The files that a copy of the weights needs beside it, as far as they exist: `config.json`
    /// and the tokenizer's.
    public var companionNames: [String] {
        [Self.configurationName].filter(has) + tokenizerFileNames
    }
}
