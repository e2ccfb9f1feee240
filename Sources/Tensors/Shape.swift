// The shape letters, used in comments and kernels only:
// T tokens of one sequence · C width (channels) · H heads · D head width (64) · V vocabulary
// L layers · M, N, K rows, columns and depth of a matrix product [M,K]·[K,N]. All row-major.

/// The size of a GPT-2-shaped transformer.
public struct TransformerShape: Sendable, Hashable {
    public static let headWidth = 64

    public let layerCount: Int
    public let width: Int
    public let headCount: Int
    public let vocabularyCount: Int
    public let contextTokenCount: Int

    /// **Throws:** ``ShapeError`` where a size is out of ``Limits`` or the heads are not 64 wide.
    public init(
        layerCount: Int, width: Int, headCount: Int, vocabularyCount: Int, contextTokenCount: Int
    ) throws(ShapeError) {
        try Self.check("layers", layerCount, Limits.layerCountMax)
        try Self.check("width", width, Limits.widthMax)
        try Self.check("heads", headCount, Limits.widthMax)
        try Self.check("vocabulary", vocabularyCount, Limits.vocabularyCountMax)
        try Self.check("context", contextTokenCount, Limits.contextTokenCountMax)
        guard width == headCount * Self.headWidth else {
            throw .headWidth(width: width, headCount: headCount)
        }
        self.layerCount = layerCount
        self.width = width
        self.headCount = headCount
        self.vocabularyCount = vocabularyCount
        self.contextTokenCount = contextTokenCount
        guard parameterCount <= Limits.parameterCountMax else {
            throw .outOfRange("parameters", got: parameterCount, limit: Limits.parameterCountMax)
        }
    }

    /// How many integers the engine holds (`ln_f`, which it does not need, is not counted).
    public var parameterCount: Int {
        let layer = 12 * width * width + 13 * width
        return layerCount * layer + (vocabularyCount + contextTokenCount) * width
    }

    private static func check(_ what: String, _ got: Int, _ limit: Int) throws(ShapeError) {
        guard (1...limit).contains(got) else { throw .outOfRange(what, got: got, limit: limit) }
    }
}

public enum ShapeError: Error, Equatable, CustomStringConvertible {
    case outOfRange(String, got: Int, limit: Int)
    case headWidth(width: Int, headCount: Int)

    public var description: String {
        switch self {
        case .outOfRange(let what, let got, let limit):
            "\(what): expected 1 to \(limit), got \(got)"
        case .headWidth(let width, let headCount):
            "head width: expected \(TransformerShape.headWidth), got a width of \(width) "
                + "over \(headCount) heads"
        }
    }
}
