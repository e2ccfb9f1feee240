internal import Cryptography
internal import Encodings

/// The tree over a tensor's elements, from which any can be opened. Golden-bearing: a tile is 16
/// elements, 64 bits little-endian each, the last may be shorter; a digest is SHA-256 over
/// `glyphlab training tensor 1`, a line feed, the tensor's name, a line feed, rows and columns, 32
/// bits big-endian each, and the root of the ``HashTree`` over the tiles.
///
/// Tiles are small since a sum over the batch reads a column, an element of each row.
struct ElementTree: Sendable {
    static let tileElementCount = 16

    private let tree: HashTree

    init(_ elements: [Int64]) {
        tree = HashTree(
            leaves: stride(from: 0, to: elements.count, by: Self.tileElementCount).map { start in
                Self.content(elements[start..<min(start + Self.tileElementCount, elements.count)])
            })
    }

    var root: Digest { tree.root }
    var leafCount: Int { tree.leafCount }

    func nodes(level: Int, _ places: Range<Int>) -> [Digest] {
        places.map { tree.node(level: level, index: $0) }
    }

    func nodeCount(level: Int) -> Int { tree.nodeCount(level: level) }

    func siblings(ofTile tile: Int) -> [Digest] { tree.siblings(of: tile..<tile + 1) }

    // MARK: Forms

    static func tileCount(elementCount: Int) -> Int {
        (elementCount + tileElementCount - 1) / tileElementCount
    }

    /// The places of a tile's elements.
    static func elements(ofTile tile: Int, elementCount: Int) -> Range<Int> {
        tile * tileElementCount..<min((tile + 1) * tileElementCount, elementCount)
    }

    static func leaf(_ elements: [Int64]) -> Digest { HashTree.leaf(content(elements[...])) }

    private static func content(_ elements: ArraySlice<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count * 8)
        for element in elements {
            for shift in stride(from: Int64(0), through: 56, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: element >> shift))
            }
        }
        return bytes
    }

    /// The digest of a tensor over whose tiles a tree has this root.
    static func digest(
        name: String, rows: Int, columns: Int, root: Digest
    ) -> Digest {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab training tensor 1\n\(name)\n".utf8))
        writer.add(UInt32(rows))
        writer.add(UInt32(columns))
        writer.add(raw: root.bytes)
        return Digests.sha256(writer.bytes)
    }
}

extension StepTensor {
    /// The digest of this tensor.
    func digest(root: Digest, rows: Int, columns: Int) -> Digest {
        ElementTree.digest(name: name, rows: rows, columns: columns, root: root)
    }
}
