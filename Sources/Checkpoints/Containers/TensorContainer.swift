/// The type of a tensor's elements in a file.
public enum ElementType: String, Sendable, CaseIterable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float64 = "F64"

    public var byteCount: Int {
        switch self {
        case .float64: 8
        case .float32: 4
        case .float16, .bfloat16: 2
        }
    }
}

/// A tensor as its container describes it.
public struct TensorEntry: Sendable, Equatable {
    public let name: String
    /// As written: one of ``ElementType``'s names for a weight, anything that the container's
    /// format knows for a tensor that is ignored.
    public let elementTypeName: String
    public let dimensions: [Int]

    public init(name: String, elementTypeName: String, dimensions: [Int]) {
        self.name = name
        self.elementTypeName = elementTypeName
        self.dimensions = dimensions
    }

    /// **Bounds:** every container checks the product against overflow before it makes an entry.
    public var elementCount: Int { dimensions.reduce(1, *) }
}

/// A file, or several, that hold named tensors.
public protocol TensorContainer {
    /// The name of the file in messages.
    var file: String { get }

    var entries: [TensorEntry] { get }

    /// How an entry's elements are stored, for people; nil where the format leaves no choice.
    func storage(ofEntry index: Int) -> String?

    /// Lends the little-endian elements of `entries[index]`, row-major, in consecutive parts, each
    /// a whole number of elements; all of them, or an error.
    func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws
}

extension TensorContainer {
    public func storage(ofEntry index: Int) -> String? { nil }
}
