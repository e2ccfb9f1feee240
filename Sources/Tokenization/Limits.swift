/// How large a tokenizer's files may be. Checked before anything is allocated.
public enum Limits {
    public static let fileByteCountMax = 64 << 20
    static let tokenCountMax = 1_000_000
    /// Of a token's text in vocab.json, in bytes.
    static let tokenByteCountMax = 4096
}
