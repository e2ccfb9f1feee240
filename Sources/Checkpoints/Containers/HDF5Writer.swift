internal import Encodings
internal import Platform

/// Writes a flat HDF5 file through the helper program: a contiguous dataset a tensor.
///
/// The file takes its name only when it is complete.
final class HDF5Writer {
    private static let frameByteCount = 4 << 20

    private let path: String
    private let helper: HDF5Helper
    private var rowByteCount = 1
    private var waiting: [UInt8] = []

    /// **Throws:** ``PlatformError`` where the helper cannot be started.
    init(path: String, tensors: [SafetensorsWriter.Tensor]) throws {
        let byteCount = tensors.reduce(1 << 20) { $0 + $1.byteCount + 4096 }
        self.path = path
        helper = try HDF5Helper(
            verb: "write", path: WholeFile.temporaryPath(for: path), file: path,
            allowance: HDF5Allowance(fileByteCount: byteCount), limits: [byteCount])
        let listing = JSONValue.array(
            tensors.map { tensor in
                .object([
                    JSONMember("path", .string(tensor.name)),
                    JSONMember("type", .string(tensor.type.rawValue)),
                    JSONMember("element_bytes", .integer(tensor.type.byteCount)),
                    JSONMember("shape", .array(tensor.dimensions.map(JSONValue.integer))),
                ])
            })
        try helper.send(.listing, Array(listing.compactText.utf8))
    }

    deinit {
        // Gone already where the file has taken its name.
        try? WholeFile.remove(WholeFile.temporaryPath(for: path))
    }

    /// The elements that come now belong to `tensor`.
    func begin(_ tensor: SafetensorsWriter.Tensor) {
        rowByteCount = tensor.byteCount / tensor.dimensions[0]
    }

    /// The helper takes whole rows of the first dimension.
    func append(_ bytes: [UInt8]) throws {
        waiting += bytes
        guard waiting.count >= Self.frameByteCount else { return }
        try flush(byteCount: waiting.count / rowByteCount * rowByteCount)
    }

    /// The tensor's elements have all come. The answer is awaited here, so that neither side ever
    /// fills the pipe while the other does.
    func end() throws {
        try flush(byteCount: waiting.count)
        try helper.expect([.finished])
    }

    private func flush(byteCount: Int) throws {
        guard byteCount > 0 else { return }
        try helper.send(.elements, Array(waiting.prefix(byteCount)))
        waiting.removeFirst(byteCount)
    }

    /// **Throws:** ``CheckpointError`` where the helper could not write, ``PlatformError``.
    func finish() throws {
        try helper.expect([.finished])
        try WholeFile.adopt(path)
    }
}
