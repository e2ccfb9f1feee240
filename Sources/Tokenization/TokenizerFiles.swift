/// The files that a folder's tokenizer consists of, and the one that may name its class.
public enum TokenizerFileName: String, CaseIterable, Sendable {
    case vocabulary = "vocab.json"
    case merges = "merges.txt"
    case tokenizer = "tokenizer.json"
    case configuration = "tokenizer_config.json"
    case addedTokens = "added_tokens.json"
    case specialTokensMap = "special_tokens_map.json"
    /// Only its keys `model_type` and `tokenizer_class` concern a tokenizer.
    case model = "config.json"

    /// How long the file may be, in bytes.
    public var byteCountMax: Int {
        self == .tokenizer ? Limits.tokenizerByteCountMax : Limits.fileByteCountMax
    }

    /// Whether the file goes where the tokenizer goes.
    public var isPartOfTokenizer: Bool { self != .model }

    /// Files of other kinds of tokenizers, which transformers would read in place of these.
    public static let foreign = ["tokenizer.model", "tiktoken.model", "tekken.json"]
}

/// The bytes of those files that a folder has.
public struct TokenizerFiles: Sendable {
    private var bytes: [TokenizerFileName: [UInt8]] = [:]  // looked up, never iterated

    public init() {}

    public subscript(name: TokenizerFileName) -> [UInt8]? {
        get { bytes[name] }
        set { bytes[name] = newValue }
    }
}
