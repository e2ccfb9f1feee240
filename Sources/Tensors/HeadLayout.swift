/// The places of heads in rows of queries, keys and values, which stand side by side:
/// [T, (H + 2K) · D]. Query head h reads the keys and values of head h / G.
public struct HeadLayout: Sendable, Hashable {
    public let headCount: Int
    public let keyValueHeadCount: Int
    public let headWidth: Int

    /// **Precondition:** the key-value heads divide the heads.
    public init(headCount: Int, keyValueHeadCount: Int, headWidth: Int) {
        precondition(
            keyValueHeadCount > 0 && headCount.isMultiple(of: keyValueHeadCount) && headWidth > 0,
            "\(keyValueHeadCount) key-value heads of \(headCount)")
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth
    }

    public init(_ shape: TransformerShape) {
        self.init(
            headCount: shape.headCount, keyValueHeadCount: shape.keyValueHeadCount,
            headWidth: shape.headWidth)
    }

    /// The query heads that read the same keys and values: G.
    public var groupHeadCount: Int { headCount / keyValueHeadCount }
    /// The columns of all queries, and of the mixed values: H · D.
    public var queryWidth: Int { headCount * headWidth }
    /// The columns of a row: (H + 2K) · D.
    public var columnCount: Int { (headCount + 2 * keyValueHeadCount) * headWidth }
    /// The heads whose columns positions turn: the queries' and the keys', the first of a row.
    public var rotatedHeadCount: Int { headCount + keyValueHeadCount }

    /// The columns of a head's queries: from h · D on. Heads from H on are the keys', and from
    /// H + K on the values'.
    ///
    /// **Shapes:** D columns of [T, (H + 2K) · D]; query heads from 0 to H − 1. **Units:** Q16.
    /// **Bounds:** numbers within ±2^28; a score takes them clamped to ±2^25, in Q12 within ±2^21.
    /// **Source:** protocol v4, section 4, and `Sources/Inference/QWEN2.md`, section 5.
    public func queries(_ head: Int) -> Range<Int> {
        head * headWidth..<(head + 1) * headWidth
    }

    /// The columns of the keys that a query head reads: from H · D + ⌊h / G⌋ · D on.
    ///
    /// **Shapes:** D columns of [T, (H + 2K) · D]; query heads from 0 to H − 1. **Units:** Q16.
    /// **Bounds:** numbers within ±2^28; a score takes them clamped to ±2^25, in Q12 within ±2^21.
    /// **Source:** protocol v4, section 4, and `Sources/Inference/QWEN2.md`, section 5.
    public func keys(_ head: Int) -> Range<Int> { queries(headCount + head / groupHeadCount) }

    /// The columns of the values that a query head reads: from (H + K) · D + ⌊h / G⌋ · D on.
    ///
    /// **Shapes:** D columns of [T, (H + 2K) · D]; query heads from 0 to H − 1. **Units:** Q16.
    /// **Bounds:** numbers within ±2^28; they are mixed in Q12, within ±2^24, to sums within ±2^40.
    /// **Source:** protocol v4, section 4, and `Sources/Inference/QWEN2.md`, section 5.
    public func values(_ head: Int) -> Range<Int> {
        queries(headCount + keyValueHeadCount + head / groupHeadCount)
    }

    /// The bound of a score's magnitude.
    public var scoreBound: Int64 { headWidth == 128 ? 1 << 38 : 1 << 37 }
}
