/// How large a tokenizer's files may be. Checked before anything is allocated.
public enum Limits {
    /// The most bytes of vocab.json and of merges.txt each: room for a million short tokens, and
    /// few enough that a hostile file is refused within about a second.
    public static let fileByteCountMax = 16 << 20
    static let tokenCountMax = 1_000_000
    /// The longest text of a token in vocab.json, in bytes.
    static let tokenByteCountMax = 4096
    /// The longest added token. The search for added tokens looks at no more bytes from each place
    /// of a text.
    static let addedTokenByteCountMax = 256
    /// The most entries of a file's list of added tokens.
    static let addedTokenCountMax = 100_000
    /// The most keys of a file of settings.
    static let settingCountMax = 1_000
    /// The most pieces of a template, and the most steps of a sequence.
    static let stepCountMax = 64
    /// A tokenizer.json holds both files, and merges as pairs take most of it.
    public static let tokenizerByteCountMax = 32 << 20
}
