public import Cryptography

/// The digest of one tensor: of its shape, its type, its byte order and its elements, and of
/// nothing else, so that equal tensors have equal digests wherever they stand.
///
/// Golden-bearing: SHA-256 over `glyphlab tensor 1`, a line feed, the type (1 for int32, 2 for
/// int64; elements are little-endian), the number of dimensions (one byte), each dimension (64
/// bits, little-endian), and the elements, row-major, in the type's width.
public struct TensorDigest {
    private var hasher: SHA256Hasher
    private let elementType: TracedElementType
    private var missingCount: Int

    /// **Precondition:** at most 255 dimensions, none negative, their product in 62 bits.
    public init(dimensions: [Int], elementType: TracedElementType) {
        hasher = SHA256Hasher()
        hasher.update(Self.prefix(dimensions, elementType))
        self.elementType = elementType
        missingCount = dimensions.reduce(1, *)
    }

    /// The next elements. **Precondition:** the type is int32.
    public mutating func update(_ elements: ArraySlice<Int32>) {
        precondition(elementType == .int32, "int32 elements of another type's tensor")
        missingCount -= elements.count
        hasher.update(littleEndian: elements)
    }

    /// The next elements. **Precondition:** each fits the type.
    public mutating func update(_ elements: ArraySlice<Int64>) {
        guard elementType == .int64 else { return update(elements.map { Int32($0) }[...]) }
        missingCount -= elements.count
        hasher.update(littleEndian: elements)
    }

    /// **Precondition:** all elements were there.
    public func finalized() -> Digest {
        precondition(missingCount == 0, "\(missingCount) elements missing")
        return hasher.finalized()
    }

    private static func prefix(_ dimensions: [Int], _ elementType: TracedElementType) -> [UInt8] {
        var bytes = Array("glyphlab tensor 1\n".utf8)
        bytes += [elementType.rawValue, UInt8(dimensions.count)]
        for dimension in dimensions {
            bytes += stride(from: 0, to: 64, by: 8).map {
                UInt8(truncatingIfNeeded: dimension >> $0)
            }
        }
        return bytes
    }

    /// A whole tensor of int32 elements that lie together.
    public struct Whole {
        public let dimensions: [Int]
        public let elements: ArraySlice<Int32>

        /// **Precondition:** as of ``TensorDigest/init(dimensions:elementType:)``, and as many
        /// elements as the dimensions say.
        public init(dimensions: [Int], elements: ArraySlice<Int32>) {
            precondition(elements.count == dimensions.reduce(1, *), "elements of another shape")
            self.dimensions = dimensions
            self.elements = elements
        }

        fileprivate var message: SHA256Pair.Message {
            SHA256Pair.Message(
                prefix: TensorDigest.prefix(dimensions, .int32), elements: elements)
        }
    }

    /// The digests of two tensors, computed side by side.
    public static func digests(
        _ left: Whole, _ right: Whole, by way: SHA256Pair.Way = SHA256Pair.fastest
    ) -> (left: Digest, right: Digest) {
        SHA256Pair.digests(left.message, right.message, by: way)
    }
}
