/// How large a tokenizer's files may be. Checked before anything is allocated.
public enum Limits {
    /// Of vocab.json and of merges.txt each: room for a million short tokens, and little enough
    /// that a hostile file is refused within about a second.
    public static let fileByteCountMax = 16 << 20
    static let tokenCountMax = 1_000_000
    /// Of a token's text in vocab.json, in bytes.
    static let tokenByteCountMax = 4096
    /// Of an added token. Finding them looks at so many bytes from each place of a text at most.
    static let addedTokenByteCountMax = 256
    /// Of a file's list of added tokens.
    static let addedTokenCountMax = 100_000
    /// Of the keys of a file of settings.
    static let settingCountMax = 1_000
    /// Of a template's pieces and of the steps of a sequence.
    static let stepCountMax = 64
    /// A tokenizer.json holds both files, and merges as pairs take most of it.
    public static let tokenizerByteCountMax = 32 << 20
}
