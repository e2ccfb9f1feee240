public import Cryptography

/// Some neighbouring tiles of a tensor, and what leads from them to its digest.
public struct TensorOpening: Sendable, Equatable {
    public let dimensions: [Int]
    public let elementType: TracedElementType
    public let firstTile: Int
    /// The tiles' bytes, one after the other.
    public let content: [UInt8]
    /// As of ``HashTree/siblings(of:)``.
    public let siblings: [Digest]

    public init(
        dimensions: [Int], elementType: TracedElementType, firstTile: Int, content: [UInt8],
        siblings: [Digest]
    ) {
        self.dimensions = dimensions
        self.elementType = elementType
        self.firstTile = firstTile
        self.content = content
        self.siblings = siblings
    }

    /// The digest of the tensor of which these are tiles; nil where they are tiles of no tensor of
    /// these dimensions. Whatever stands in it, nothing traps.
    ///
    /// Equal to a tensor's digest only where dimensions, type, place and content are the tensor's.
    public var digest: Digest? {
        guard let byteCount, byteCount > 0 else { return nil }
        let tileByteCount = TensorDigest.tileByteCount
        let tileCount = (byteCount - 1) / tileByteCount + 1
        guard firstTile >= 0, firstTile < tileCount, !content.isEmpty,
            content.count <= byteCount - firstTile * tileByteCount
        else { return nil }
        let endsTensor = firstTile * tileByteCount + content.count == byteCount
        guard endsTensor || content.count.isMultiple(of: tileByteCount) else { return nil }
        let leaves = stride(from: 0, to: content.count, by: tileByteCount).map { start in
            HashTree.leaf(content[start..<min(start + tileByteCount, content.count)])
        }
        let root = HashTree.root(
            leaves: leaves, start: firstTile, leafCount: tileCount, siblings: siblings)
        return root.map {
            TensorDigest.digest(dimensions: dimensions, elementType: elementType, root: $0)
        }
    }

    /// The places, in the whole tensor, of the elements that are here.
    public var places: Range<Int> {
        let first = firstTile * (TensorDigest.tileByteCount / elementType.byteCount)
        return first..<first + content.count / elementType.byteCount
    }

    /// The elements of the tiles, in the order of ``places``.
    public var elements: [Int64] {
        let count = content.count / elementType.byteCount
        switch elementType {
        case .int32:
            return LittleEndian.values(Int32.self, count: count, at: 0, of: content)
                .map(Int64.init)
        case .int64: return LittleEndian.values(Int64.self, count: count, at: 0, of: content)
        }
    }

    /// The bytes of the whole tensor; nil where it is larger than a trace may hold.
    private var byteCount: Int? {
        guard dimensions.count <= TraceLimits.dimensionCountMax else { return nil }
        var count = 1
        for dimension in dimensions {
            // Each factor is below 2^31 and each product before it at most 2^28.
            guard (1...TraceLimits.sizeMax).contains(dimension) else { return nil }
            count *= dimension
            guard count <= TraceLimits.elementCountMax else { return nil }
        }
        return count * elementType.byteCount
    }
}
