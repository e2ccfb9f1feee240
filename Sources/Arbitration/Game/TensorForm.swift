internal import Cryptography
package import Traces

/// The shape and type of a tensor as it is digested, and its tiles.
package struct TensorForm: Sendable, Equatable {
    package let dimensions: [Int]
    package let type: TracedElementType

    package var elementCount: Int { dimensions.reduce(1, *) }
    var tileElementCount: Int { TensorDigest.tileByteCount / type.byteCount }
    package var tileCount: Int {
        (elementCount + tileElementCount - 1) / tileElementCount
    }

    /// The elements of a tile. **Precondition:** there is such a tile.
    package func elements(ofTile tile: Int) -> Range<Int> {
        let start = tile * tileElementCount
        return start..<min(start + tileElementCount, elementCount)
    }

    /// The tiles around neighbouring elements. **Precondition:** not empty, within the tensor.
    func tiles(around elements: Range<Int>) -> Range<Int> {
        elements.lowerBound / tileElementCount..<(elements.upperBound - 1) / tileElementCount + 1
    }

    /// All elements of some tiles.
    func elements(ofTiles tiles: Range<Int>) -> Range<Int> {
        tiles.lowerBound * tileElementCount..<min(tiles.upperBound * tileElementCount, elementCount)
    }

    /// Whether the type can hold every element.
    func holds(_ elements: [Int64]) -> Bool {
        type == .int64 || elements.allSatisfy { Int32(exactly: $0) != nil }
    }

    /// The hash of a tile. **Precondition:** the type holds the elements.
    func leaf(_ elements: [Int64]) -> Digest { HashTree.leaf(bytes(elements)) }

    /// The digest of the tensor whose tiles have this root.
    func digest(tilesRoot: Digest) -> Digest {
        TensorDigest.digest(dimensions: dimensions, elementType: type, root: tilesRoot)
    }

    /// The digest that an opening of some tiles leads to; nil for a malformed opening: too many or
    /// too few elements or siblings, or elements that the type does not hold.
    func digest(of opened: OpenedElements, tiles: Range<Int>) -> Digest? {
        guard opened.elements.count == elements(ofTiles: tiles).count, holds(opened.elements)
        else { return nil }
        return TensorOpening(
            dimensions: dimensions, elementType: type, firstTile: tiles.lowerBound,
            content: bytes(opened.elements), siblings: opened.siblings
        ).digest
    }

    /// The elements' bytes, little-endian, in the type's width.
    private func bytes(_ elements: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count * type.byteCount)
        for element in elements {
            for shift in 0..<Int64(type.byteCount) {
                bytes.append(UInt8(truncatingIfNeeded: element >> (8 * shift)))
            }
        }
        return bytes
    }

    /// The place by dimensions of an element's row-major place.
    package func index(of element: Int) -> [Int] {
        var rest = element
        var index = [Int](repeating: 0, count: dimensions.count)
        for axis in dimensions.indices.reversed() {
            index[axis] = rest % dimensions[axis]
            rest /= dimensions[axis]
        }
        return index
    }
}
