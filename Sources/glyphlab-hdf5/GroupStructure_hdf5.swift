import CHDF5

/// Where an old-style group keeps its names: B-tree nodes, symbol nodes, the local heap.
///
/// The library tells sizes but no places, and these structures bear no checksum: without them on
/// the map, a tensor whose address was moved onto them would be read as numbers. New-style groups
/// have checksums and need no look. What is spoiled here is left out; the library refuses it.
/// **Source:** the HDF5 file format specification, versions 0 to 2 of the structures.
struct GroupStructure {
    private static let nodeCountMax = 4096

    private let file: RawFile
    private let treeNodeByteCount: Int
    private let symbolNodeByteCount: Int

    /// Nil where the file has addresses or lengths of another size than 8 bytes.
    init?(file: hid_t, raw: RawFile) throws(Refusal) {
        let properties = try Handle(
            H5Fget_create_plist(file), close: H5Pclose, "", "file", expected: "properties")
        var (addressByteCount, lengthByteCount) = (0, 0)
        var (treeRank, leafRank) = (UInt32(0), UInt32(0))
        guard unsafe H5Pget_sizes(properties.id, &addressByteCount, &lengthByteCount) >= 0,
            unsafe H5Pget_sym_k(properties.id, &treeRank, &leafRank) >= 0,
            addressByteCount == 8, lengthByteCount == 8, treeRank < 1 << 15, leafRank < 1 << 15
        else { return nil }
        self.file = raw
        treeNodeByteCount = 24 + 8 * (4 * Int(treeRank) + 1)
        symbolNodeByteCount = 8 + 2 * Int(leafRank) * 40
    }

    /// The bytes that belong to the group whose header is `headerByteCount` long at `address`.
    func ranges(header address: haddr_t, byteCount headerByteCount: hsize_t) -> [Range<Int>] {
        guard headerByteCount <= 1 << 16,
            let header = file.bytes(at: UInt64(address), count: Int(headerByteCount)),
            header.first == 1
        else { return [] }
        var ranges: [Range<Int>] = []
        var offset = 16
        while offset + 8 <= header.count {
            let size = Int(header[offset + 2]) | Int(header[offset + 3]) << 8
            let isSymbolTable = header[offset] == 0x11 && header[offset + 1] == 0
            if isSymbolTable, offset + 24 <= header.count {
                addTree(RawFile.number(header, offset + 8), &ranges)
                addHeap(RawFile.number(header, offset + 16), &ranges)
            }
            offset += 8 + size
        }
        return ranges
    }

    private func addTree(_ root: UInt64, _ ranges: inout [Range<Int>]) {
        var nodes = [root]
        var count = 0
        while let address = nodes.popLast(), count < Self.nodeCountMax {
            count += 1
            guard let node = file.bytes(at: address, count: treeNodeByteCount),
                node.starts(with: Array("TREE".utf8)), node[4] == 0
            else { continue }
            ranges.append(Int(address)..<Int(address) + treeNodeByteCount)
            let entryCount = Int(node[6]) | Int(node[7]) << 8
            for entry in 0..<entryCount where 40 + 16 * entry <= node.count {
                let child = RawFile.number(node, 32 + 16 * entry)
                if node[5] > 0 {
                    nodes.append(child)
                } else if let symbols = file.bytes(at: child, count: 4),
                    symbols == Array("SNOD".utf8)
                {
                    ranges.append(Int(child)..<Int(child) + symbolNodeByteCount)
                }
            }
        }
    }

    private func addHeap(_ address: UInt64, _ ranges: inout [Range<Int>]) {
        guard let heap = file.bytes(at: address, count: 32), heap.starts(with: Array("HEAP".utf8))
        else {
            return
        }
        ranges.append(Int(address)..<Int(address) + 32)
        let (size, data) = (RawFile.number(heap, 8), RawFile.number(heap, 24))
        if size > 0, size <= 1 << 32, data <= 1 << 60 {
            ranges.append(Int(data)..<Int(data) + Int(size))
        }
    }
}
