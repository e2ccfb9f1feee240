import CHDF5

/// Where the file keeps a dataset's elements, checked to be complete.
enum DatasetStorage {
    static let chunkCountMax = 16_384
    /// **Units:** bytes, unpacked.
    static let chunkByteCountMax = 1 << 28

    /// The bytes of the file in which a dataset's elements lie.
    ///
    /// The library reads what was never written as zeros: here that is refused, and so is a chunk
    /// that stands at no chunk's place, or twice at one.
    static func ranges(of id: hid_t, _ dataset: Dataset) throws(Refusal) -> [Range<Int>] {
        guard dataset.byteCount > 0 else { return [] }
        guard let chunk = dataset.chunk else {
            let address = H5Dget_offset(id)
            let stored = Int(clamping: H5Dget_storage_size(id))
            guard address != chdf5_no_address(), stored == dataset.byteCount else {
                throw Refusal(
                    path: dataset.path, what: "storage",
                    expected: "\(dataset.byteCount) bytes in the file",
                    got: address == chdf5_no_address() ? "none" : "\(stored)")
            }
            return [try range(address, dataset.byteCount, dataset)]
        }
        return try chunkRanges(of: id, dataset, chunk)
    }

    private static func range(
        _ address: haddr_t, _ byteCount: Int, _ dataset: Dataset
    ) throws(Refusal) -> Range<Int> {
        guard address <= 1 << 60 else {
            throw Refusal(
                path: dataset.path, what: "storage", expected: "an address in the file",
                got: "\(address)")
        }
        return Int(address)..<Int(address) + byteCount
    }

    private static func chunkRanges(
        of id: hid_t, _ dataset: Dataset, _ chunk: [Int]
    ) throws(Refusal) -> [Range<Int>] {
        let chunkByteCount = try checkedChunkByteCount(dataset, chunk)
        let counts = zip(dataset.dimensions, chunk).map { ($0 + $1 - 1) / $1 }
        let expected = counts.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
        let space = try Handle(
            H5Dget_space(id), close: H5Sclose, dataset.path, "dataset", expected: "a shape")
        var count: hsize_t = 0
        _ = try Library.checked(
            unsafe H5Dget_num_chunks(id, space.id, &count), dataset.path, "chunks",
            expected: "a number")
        guard expected <= chunkCountMax, count == hsize_t(expected) else {
            throw Refusal(
                path: dataset.path, what: "chunks",
                expected: "all \(expected), at most \(chunkCountMax)", got: "\(count)")
        }
        var ranges: [Range<Int>] = []
        var seen = [Bool](repeating: false, count: expected)
        for index in 0..<count {
            var offset = [hsize_t](repeating: 0, count: chunk.count)
            var mask: UInt32 = 0
            var address: haddr_t = 0
            var size: hsize_t = 0
            _ = try Library.checked(
                unsafe H5Dget_chunk_info(
                    id, space.id, index, &offset, &mask, &address, &size),
                dataset.path, "chunk \(index)", expected: "a place")
            let place = place(offset, chunk, counts)
            guard let place, !seen[place], address != chdf5_no_address() else {
                throw Refusal(
                    path: dataset.path, what: "chunk \(index)",
                    expected: "a place of its own in the dataset", got: "\(offset)")
            }
            seen[place] = true
            try checkFound(id, offset, size, dataset, index)
            try checkStored(size, mask, chunkByteCount, dataset, index)
            ranges.append(try range(address, Int(size), dataset))
        }
        return ranges
    }

    /// The list of chunks and the look-up by place walk the index in two ways; in a spoiled index
    /// only the first may find a chunk, and reading would take it for never written.
    private static func checkFound(
        _ id: hid_t, _ offset: [hsize_t], _ size: hsize_t, _ dataset: Dataset, _ index: hsize_t
    ) throws(Refusal) {
        var found: hsize_t = 0
        let status = unsafe H5Dget_chunk_storage_size(id, offset, &found)
        guard status >= 0, found == size else {
            throw Refusal(
                path: dataset.path, what: "chunk \(index)",
                expected: "\(size) bytes at \(offset), as the list of chunks says",
                got: status < 0 ? Library.reason() : "\(found)")
        }
    }

    /// **Bounds:** a chunk of at most 2^28 bytes, which is then also what one read needs.
    private static func checkedChunkByteCount(
        _ dataset: Dataset, _ chunk: [Int]
    ) throws(Refusal) -> Int {
        var byteCount = dataset.elementByteCount
        for size in chunk {
            byteCount = byteCount.multipliedReportingOverflow(by: size).partialValue
            guard (1...chunkByteCountMax).contains(byteCount) else {
                throw Refusal(
                    path: dataset.path, what: "chunks",
                    expected: "at most \(chunkByteCountMax) bytes each", got: "\(chunk)")
            }
        }
        return byteCount
    }

    /// The chunk's number in row-major order; nil where no chunk stands at `offset`.
    private static func place(_ offset: [hsize_t], _ chunk: [Int], _ counts: [Int]) -> Int? {
        var place = 0
        for (offset, (size, count)) in zip(offset, zip(chunk, counts)) {
            guard offset % hsize_t(size) == 0, offset / hsize_t(size) < hsize_t(count) else {
                return nil
            }
            place = place * count + Int(offset) / size
        }
        return place
    }

    /// A chunk that gzip did not shrink is stored plain and says so in its mask; shuffle always
    /// applies.
    private static func checkStored(
        _ size: hsize_t, _ mask: UInt32, _ chunkByteCount: Int, _ dataset: Dataset, _ index: hsize_t
    ) throws(Refusal) {
        let gzipBit = dataset.filters.firstIndex(of: "gzip").map { UInt32(1) << $0 } ?? 0
        let isPlain = gzipBit == 0 || mask == gzipBit
        guard mask == 0 || mask == gzipBit,
            isPlain ? size == hsize_t(chunkByteCount) : (1...1 << 29).contains(size)
        else {
            throw Refusal(
                path: dataset.path, what: "chunk \(index)",
                expected: isPlain ? "\(chunkByteCount) bytes" : "1 to 2^29 bytes of gzip",
                got: "\(size) bytes, filter mask \(mask)")
        }
    }
}
