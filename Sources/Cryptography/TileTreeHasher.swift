/// The ``HashTree`` of bytes that come in parts: its leaves are their tiles, the last of which may
/// be shorter.
public struct TileTreeHasher: Sendable {
    private let tileByteCount: Int
    private let way: TileDigests.Way
    private var leaves = FlatDigests(capacity: 0)
    /// The bytes of a tile that is not whole yet.
    private var open: [UInt8] = []

    /// **Preconditions:** tiles of a multiple of 64 bytes, one at least; this processor has the
    /// `way`.
    public init(tileByteCount: Int, by way: TileDigests.Way = TileDigests.fastest) {
        precondition(
            tileByteCount > 0 && tileByteCount.isMultiple(of: 64), "\(tileByteCount) bytes")
        self.tileByteCount = tileByteCount
        self.way = way
        open.reserveCapacity(tileByteCount)
    }

    /// Each element's bits, little-endian.
    public mutating func update<Element: FixedWidthInteger>(
        littleEndian elements: ArraySlice<Element>
    ) {
        let isLittleEndian = Element(1).littleEndian == 1
        let bits = isLittleEndian ? elements : elements.map(\.littleEndian)[...]
        unsafe bits.withUnsafeBytes { unsafe update($0) }
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        if !open.isEmpty {
            start = min(tileByteCount - open.count, bytes.count)
            unsafe open.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<start]))
            guard open.count == tileByteCount else { return }
            let tile = open
            unsafe tile.withUnsafeBytes { unsafe append($0) }
            open.removeAll(keepingCapacity: true)
        }
        let end = start + (bytes.count - start) / tileByteCount * tileByteCount
        unsafe append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        unsafe open.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[end...]))
    }

    private mutating func append(_ tiles: UnsafeRawBufferPointer) {
        leaves.append(
            unsafe TileDigests.digests(
                tilesOf: tiles, tileByteCount: tileByteCount, suffix: 0, by: way)[...])
    }

    /// The tree of all bytes that came.
    public func finalized() -> HashTree {
        guard !open.isEmpty else { return HashTree(leaves) }
        var all = leaves
        all.append(HashTree.leaf(open).bytes[...])
        return HashTree(all)
    }
}
