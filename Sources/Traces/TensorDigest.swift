public import Cryptography

/// The digest of one tensor: of its shape, its type, its byte order and its elements, and of
/// nothing else, so that equal tensors have equal digests wherever they stand.
///
/// Golden-bearing: SHA-256 over `glyphlab tensor 2`, a line feed, the type (1 for int32, 2 for
/// int64; elements are little-endian), the number of dimensions (one byte), each dimension (64
/// bits, little-endian), and the root of the ``HashTree`` over tiles of the elements, row-major, in
/// the type's width. So a few elements can be shown to belong to it: see ``TensorOpening``.
public struct TensorDigest {
    /// 256 elements of int32 or 128 of int64. The last tile may be shorter.
    public static let tileByteCount = 1024

    private let dimensions: [Int]
    private let elementType: TracedElementType
    private var hasher: TileTreeHasher
    private var missingCount: Int

    /// **Precondition:** at most 255 dimensions, none negative, their product in 62 bits.
    public init(dimensions: [Int], elementType: TracedElementType) {
        self.dimensions = dimensions
        self.elementType = elementType
        hasher = TileTreeHasher(tileByteCount: Self.tileByteCount)
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
        Self.digest(dimensions: dimensions, elementType: elementType, root: tree().root)
    }

    /// The tree over the tiles. **Precondition:** all elements were there.
    func tree() -> HashTree {
        precondition(missingCount == 0, "\(missingCount) elements missing")
        return hasher.finalized()
    }

    /// The digest of a tensor over whose tiles a tree has this root.
    ///
    /// **Precondition:** as of ``init(dimensions:elementType:)``.
    public static func digest(
        dimensions: [Int], elementType: TracedElementType, root: Digest
    ) -> Digest {
        var bytes = Array("glyphlab tensor 2\n".utf8)
        bytes += [elementType.rawValue, UInt8(dimensions.count)]
        for dimension in dimensions { LittleEndian.append(UInt64(dimension), to: &bytes) }
        return Digests.sha256(bytes + root.bytes)
    }
}

// MARK: Parameters

extension TensorDigest {
    /// The digest of a parameter's integers.
    ///
    /// A matrix is digested transposed: a linear layer's is stored [inputs, outputs], and the
    /// weights of one output, which one dot product reads, then lie together. Other parameters are
    /// digested as they are.
    ///
    /// **Precondition:** as many elements as the dimensions say.
    public static func parameter(dimensions: [Int], elements: [Int32]) -> Digest {
        var digest = TensorDigest(
            dimensions: parameterDimensions(dimensions), elementType: .int32)
        forEachRun(ofParameter: dimensions, elements) { digest.update($0) }
        return digest.finalized()
    }

    /// The dimensions with which a parameter is digested.
    public static func parameterDimensions(_ dimensions: [Int]) -> [Int] {
        dimensions.count == 2 ? dimensions.reversed() : dimensions
    }

    /// The elements of a parameter as they are digested, run by run: those of a matrix column by
    /// column.
    static func forEachRun(
        ofParameter dimensions: [Int], _ elements: [Int32], _ body: (ArraySlice<Int32>) -> Void
    ) {
        guard dimensions.count == 2, dimensions[0] > 1, dimensions[1] > 1 else {
            return body(elements[...])
        }
        precondition(elements.count == dimensions[0] * dimensions[1], "elements of another shape")
        let (rows, columns) = (dimensions[0], dimensions[1])
        // A line of memory has sixteen elements, so sixteen columns are read at once.
        var band = [Int32](repeating: 0, count: 16 * rows)  // [columns of the band, rows]
        for start in stride(from: 0, to: columns, by: 16) {
            let width = min(16, columns - start)
            for row in 0..<rows {
                let first = row * columns + start
                for column in 0..<width { band[column * rows + row] = elements[first + column] }
            }
            body(band[..<(width * rows)])
        }
    }
}
