// The shape letters, used in comments and kernels only:
// T tokens of one sequence · C width (channels) · H query heads · K key-value heads, G = H / K
// D head width (64 or 128) · F width of the feed-forward part · V vocabulary · L layers
// M, N, K rows, columns and depth of a matrix product [M,K]·[K,N]. All row-major.

/// The size of a transformer.
public struct TransformerShape: Sendable, Hashable {
    /// The widths of heads that there are kernels for.
    public static let headWidths = [64, 128]

    public let layerCount: Int
    public let width: Int
    public let headCount: Int
    /// The heads of keys and values, each of which serves as many query heads as the others.
    public let keyValueHeadCount: Int
    /// The columns of a head: of its queries, its keys and its values.
    public let headWidth: Int
    /// The width of the feed-forward part.
    public let hiddenWidth: Int
    public let vocabularyCount: Int
    public let contextTokenCount: Int
    /// The number of integers that the engine holds; the closing norm, which it does not need, is
    /// not counted.
    public let parameterCount: Int

    /// GPT-2's: heads of 64 columns that fill the width, as many for keys and values, and a
    /// feed-forward part four times as wide.
    ///
    /// **Throws:** ``ShapeError`` where a size is out of ``Limits`` or the heads are not 64 wide.
    public init(
        layerCount: Int, width: Int, headCount: Int, vocabularyCount: Int, contextTokenCount: Int
    ) throws(ShapeError) {
        try Self.check("layers", layerCount, Limits.layerCountMax)
        try Self.check("width", width, Limits.widthMax)
        try Self.check("heads", headCount, Limits.widthMax)
        try Self.check("vocabulary", vocabularyCount, Limits.vocabularyCountMax)
        try Self.check("context", contextTokenCount, Limits.contextTokenCountMax)
        guard width == headCount * Self.headWidths[0] else {
            throw .headWidth(width: width, headCount: headCount)
        }
        self.layerCount = layerCount
        self.width = width
        self.headCount = headCount
        keyValueHeadCount = headCount
        headWidth = Self.headWidths[0]
        hiddenWidth = 4 * width
        self.vocabularyCount = vocabularyCount
        self.contextTokenCount = contextTokenCount
        parameterCount =
            layerCount * (12 * width * width + 13 * width)
            + (vocabularyCount + contextTokenCount) * width
        try Self.check("parameters", parameterCount, Limits.parameterCountMax)
    }

    /// Qwen2's: all sizes are free, the feed-forward part is gated, and no table of positions is
    /// counted.
    ///
    /// **Throws:** ``ShapeError`` where a size is out of ``Limits``, heads are neither 64 nor 128
    /// wide, or the key-value heads do not divide the heads.
    public init(
        layerCount: Int, width: Int, headCount: Int, keyValueHeadCount: Int, headWidth: Int,
        hiddenWidth: Int, vocabularyCount: Int, contextTokenCount: Int
    ) throws(ShapeError) {
        try Self.check("layers", layerCount, Limits.layerCountMax)
        try Self.check("width", width, Limits.widthMax)
        guard Self.headWidths.contains(headWidth) else { throw .headColumns(got: headWidth) }
        try Self.check("heads", headCount, Limits.widthMax / headWidth)
        try Self.check("key-value heads", keyValueHeadCount, headCount)
        guard headCount.isMultiple(of: keyValueHeadCount) else {
            throw .keyValueHeads(keyValueHeadCount, headCount: headCount)
        }
        try Self.check("hidden width", hiddenWidth, Limits.hiddenWidthMax)
        try Self.check("vocabulary", vocabularyCount, Limits.vocabularyCountMax)
        try Self.check("context", contextTokenCount, Limits.contextTokenCountMax)
        self.layerCount = layerCount
        self.width = width
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth
        self.hiddenWidth = hiddenWidth
        self.vocabularyCount = vocabularyCount
        self.contextTokenCount = contextTokenCount
        let columns = (headCount + 2 * keyValueHeadCount) * headWidth
        let attention = (columns + headCount * headWidth) * width + columns
        parameterCount =
            layerCount * (attention + 3 * hiddenWidth * width + 2 * width)
            + vocabularyCount * width
        try Self.check("parameters", parameterCount, Limits.parameterCountMax)
    }

    /// The columns of all queries, heads side by side: H · D, which need not be the width.
    public var queryWidth: Int { headCount * headWidth }
    /// The columns of all keys, or of all values: K · D.
    public var keyWidth: Int { keyValueHeadCount * headWidth }
    /// The columns of queries, keys and values side by side: (H + 2K) · D.
    public var queryKeyValueWidth: Int { queryWidth + 2 * keyWidth }
    /// The query heads that read the same keys and values: G.
    public var groupHeadCount: Int { headCount / keyValueHeadCount }

    private static func check(_ what: String, _ got: Int, _ limit: Int) throws(ShapeError) {
        guard (1...limit).contains(got) else { throw .outOfRange(what, got: got, limit: limit) }
    }
}

public enum ShapeError: Error, Equatable, CustomStringConvertible {
    case outOfRange(String, got: Int, limit: Int)
    /// GPT-2's heads are not 64 columns wide.
    case headWidth(width: Int, headCount: Int)
    /// Heads of a width without kernels.
    case headColumns(got: Int)
    /// The key-value heads do not serve equally many query heads.
    case keyValueHeads(_ got: Int, headCount: Int)

    public var description: String {
        switch self {
        case .outOfRange(let what, let got, let limit):
            "\(what): expected 1 to \(limit), got \(got)"
        case .headWidth(let width, let headCount):
            "head width: expected \(TransformerShape.headWidths[0]), got a width of \(width) "
                + "over \(headCount) heads"
        case .headColumns(let got):
            "head width: expected "
                + TransformerShape.headWidths.map(String.init).joined(separator: " or ")
                + ", got \(got)"
        case .keyValueHeads(let got, let headCount):
            "key-value heads: expected a divisor of \(headCount) heads, got \(got)"
        }
    }
}
