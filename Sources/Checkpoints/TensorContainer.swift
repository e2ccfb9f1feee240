/// The type of a tensor's elements in a file.
public enum ElementType: String, Sendable, CaseIterable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"

    public var byteCount: Int {
        switch self {
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
    /// Where its elements stand in the container's data, in bytes.
    let bytes: Range<Int>

    public var elementCount: Int { dimensions.reduce(1, *) }
}

/// A file, or several, that hold named tensors: safetensors now, shards and HDF5 beside it.
public protocol TensorContainer {
    /// What messages call the file.
    var file: String { get }

    /// In the order of the data.
    var entries: [TensorEntry] { get }

    /// Lends the little-endian elements of `entry`, row-major, `entry.bytes.count` bytes.
    func withElements<Result>(
        of entry: TensorEntry, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result
}
