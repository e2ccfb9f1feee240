import CHDF5

/// Which bytes of the file each dataset and each object's header claims: inside the file, all of
/// them, none twice. An address that was moved mostly claims what is another's.
struct StorageMap {
    static let rangeCountMax = 262_144

    /// The superblock is there first.
    private var ranges: [(range: Range<Int>, path: String)] = [(0..<48, "the superblock")]

    mutating func add(
        _ new: [Range<Int>], of path: String, fileByteCount: Int
    ) throws(Refusal) {
        guard ranges.count + new.count <= Self.rangeCountMax else {
            throw Refusal(
                path: path, what: "storage",
                expected: "at most \(Self.rangeCountMax) pieces in the file", got: "more")
        }
        for range in new {
            guard range.upperBound <= fileByteCount else {
                throw Refusal(
                    path: path, what: "storage",
                    expected: "elements within the file's \(fileByteCount) bytes",
                    got: "bytes \(range.lowerBound) to \(range.upperBound)")
            }
            ranges.append((range, path))
        }
    }

    mutating func add(
        header address: haddr_t, byteCount: hsize_t, _ path: String, _ fileByteCount: Int
    ) throws(Refusal) {
        guard address <= hsize_t(fileByteCount), byteCount <= hsize_t(fileByteCount) else {
            throw Refusal(
                path: path, what: "header", expected: "bytes within the file",
                got: "\(byteCount) bytes at \(address)")
        }
        let range = Int(address)..<Int(address) + Int(byteCount)
        try add([range], of: "the header of /" + path, fileByteCount: fileByteCount)
    }

    func checkDisjoint() throws(Refusal) {
        let sorted = ranges.sorted { left, right in
            left.range.lowerBound < right.range.lowerBound
        }
        for (left, right) in zip(sorted, sorted.dropFirst())
        where left.range.upperBound > right.range.lowerBound {
            throw Refusal(
                path: right.path, what: "storage",
                expected: "bytes of its own",
                got: "byte \(right.range.lowerBound), which \(left.path) claims too")
        }
    }
}
