/// The largest models that the laboratory takes on. Checked before anything is allocated.
public enum Limits {
    public static let layerCountMax = 512
    /// 4 · 32,768 inputs of mlp.c_proj keep every accumulator at 2^40 · 2^17 = 2^57.
    public static let widthMax = 32_768
    /// The same bound for any feed-forward part.
    public static let hiddenWidthMax = 4 * widthMax
    public static let vocabularyCountMax = 1_000_000
    /// A head's scores are context² numbers of eight bytes: 128 MiB here.
    public static let contextTokenCountMax = 4096
    public static let parameterCountMax = 1 << 33
}
