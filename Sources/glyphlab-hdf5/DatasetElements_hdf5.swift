import CHDF5
import Encodings

extension SourceFile {
    /// The most that one read unpacks. **Units:** bytes.
    static let bandByteCountMax = DatasetStorage.chunkByteCountMax
    private static let partByteCount = 4 << 20

    /// Sends the elements in bands of whole rows of the first dimension, so that every chunk is
    /// unpacked once and memory stays bounded.
    ///
    /// **Throws:** ``Refusal`` where the type is no weight's or the library cannot read.
    func send(_ dataset: Dataset) throws(Refusal) {
        Pipe.doing("reading dataset \(dataset.shownPath)")
        guard let type = types.id(named: dataset.typeName) else {
            throw Refusal(
                path: dataset.path, what: "type", expected: "F16, BF16, F32 or F64",
                got: dataset.typeName)
        }
        let handle = try open(dataset.path)
        let rowCount = dataset.dimensions[0]
        guard dataset.byteCount > 0 else { return }
        let rowByteCount = dataset.byteCount / rowCount
        let bandRowCount = try bandRowCount(dataset, rowByteCount)
        var buffer = [UInt8](repeating: 0, count: min(bandRowCount, rowCount) * rowByteCount)
        for row in stride(from: 0, to: rowCount, by: bandRowCount) {
            let count = min(bandRowCount, rowCount - row)
            try read(dataset, handle.id, type, rows: row..<row + count, into: &buffer)
            unsafe buffer.withUnsafeBytes { bytes in
                for start in stride(from: 0, to: count * rowByteCount, by: Self.partByteCount) {
                    let end = min(start + Self.partByteCount, count * rowByteCount)
                    unsafe Pipe.send(
                        .elements, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                }
            }
        }
    }

    /// As many rows as fill a part, a multiple of the chunks' height.
    private func bandRowCount(_ dataset: Dataset, _ rowByteCount: Int) throws(Refusal) -> Int {
        let step = min(dataset.chunk?[0] ?? 1, dataset.dimensions[0])
        let (stepByteCount, overflow) = step.multipliedReportingOverflow(by: rowByteCount)
        guard !overflow, stepByteCount <= Self.bandByteCountMax else {
            throw Refusal(
                path: dataset.path, what: "chunks",
                expected: "at most \(Self.bandByteCountMax) bytes in a row of chunks",
                got: "\(step) rows of \(rowByteCount) bytes")
        }
        return max(1, Self.partByteCount / stepByteCount) * step
    }

    private func read(
        _ dataset: Dataset, _ id: hid_t, _ type: hid_t, rows: Range<Int>, into buffer: inout [UInt8]
    ) throws(Refusal) {
        let space = try Handle(
            H5Dget_space(id), close: H5Sclose, dataset.path, "dataset", expected: "a shape")
        var start = [hsize_t](repeating: 0, count: dataset.dimensions.count)
        var counts = dataset.dimensions.map { hsize_t($0) }
        start[0] = hsize_t(rows.lowerBound)
        counts[0] = hsize_t(rows.count)
        let expected = "rows \(rows.lowerBound) to \(rows.upperBound)"
        _ = try Library.checked(
            unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, counts, nil),
            dataset.path, "elements", expected: expected)
        let memory = try Handle(
            unsafe H5Screate_simple(Int32(counts.count), counts, nil), close: H5Sclose,
            dataset.path, "elements", expected: expected)
        let status = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe H5Dread(
                id, type, memory.id, space.id, chdf5_default_properties(), bytes.baseAddress)
        }
        _ = try Library.checked(status, dataset.path, "elements", expected: expected)
    }
}
