public import Cryptography

/// A tensor with the tree over its tiles, from which any part can be opened.
public struct TensorTree: Sendable {
    public let dimensions: [Int]
    public let elementType: TracedElementType
    /// [tile]: see ``TensorDigest/tileByteCount``.
    public let tree: HashTree
    /// Row-major.
    private let bytes: [UInt8]

    /// **Preconditions:** as of ``TensorDigest``; as many elements as the dimensions say, each of
    /// the type.
    public init(dimensions: [Int], elementType: TracedElementType, elements: [Int64]) {
        self.dimensions = dimensions
        self.elementType = elementType
        var digest = TensorDigest(dimensions: dimensions, elementType: elementType)
        digest.update(elements[...])
        tree = digest.tree()
        var bytes: [UInt8] = []
        switch elementType {
        case .int32: LittleEndian.append(elements.map { Int32($0) }, to: &bytes)
        case .int64: LittleEndian.append(elements, to: &bytes)
        }
        self.bytes = bytes
    }

    private init(
        dimensions: [Int], elementType: TracedElementType, tree: HashTree, bytes: [UInt8]
    ) {
        self.dimensions = dimensions
        self.elementType = elementType
        self.tree = tree
        self.bytes = bytes
    }

    /// A parameter's tree: of a matrix, transposed, so that `dimensions` are those with which it is
    /// digested.
    ///
    /// **Precondition:** as many elements as the dimensions say.
    public static func parameter(dimensions: [Int], elements: [Int32]) -> TensorTree {
        let digested = TensorDigest.parameterDimensions(dimensions)
        var digest = TensorDigest(dimensions: digested, elementType: .int32)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count * TracedElementType.int32.byteCount)
        TensorDigest.forEachRun(ofParameter: dimensions, elements) { run in
            digest.update(run)
            LittleEndian.append(Array(run), to: &bytes)
        }
        return TensorTree(
            dimensions: digested, elementType: .int32, tree: digest.tree(), bytes: bytes)
    }

    public var digest: Digest {
        TensorDigest.digest(dimensions: dimensions, elementType: elementType, root: tree.root)
    }

    /// The tiles that hold some elements, with the way from them to the digest.
    ///
    /// **Precondition:** at least one element, all of this tensor.
    public func opening(of elements: Range<Int>) -> TensorOpening {
        let size = elementType.byteCount
        precondition(
            !elements.isEmpty && elements.lowerBound >= 0
                && elements.upperBound <= bytes.count / size,
            "elements \(elements) of \(bytes.count / size)")
        let tileByteCount = TensorDigest.tileByteCount
        let first = elements.lowerBound * size / tileByteCount
        let end = (elements.upperBound * size - 1) / tileByteCount + 1
        let content = bytes[first * tileByteCount..<min(end * tileByteCount, bytes.count)]
        return TensorOpening(
            dimensions: dimensions, elementType: elementType, firstTile: first,
            content: Array(content), siblings: tree.siblings(of: first..<end))
    }
}
