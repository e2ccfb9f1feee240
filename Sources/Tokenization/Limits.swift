/// How large a tokenizer's files may be. Checked before anything is allocated.
public enum Limits {
    /// Of vocab.json and of merges.txt each: room for a million short tokens, and little enough
    /// that a hostile file is refused within about a second.
    public static let fileByteCountMax = 16 << 20
    static let tokenCountMax = 1_000_000
    /// Of a token's text in vocab.json, in bytes.
    static let tokenByteCountMax = 4096
    /// A tokenizer.json holds both files, and merges as pairs take most of it.
    public static let tokenizerByteCountMax = 32 << 20
}
