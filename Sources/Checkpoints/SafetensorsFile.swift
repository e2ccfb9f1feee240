internal import Encodings
internal import Platform

/// A safetensors file, memory-mapped, its header checked whole before any tensor is touched.
///
/// Strict: the header is one JSON object with nothing but spaces after it; every entry has exactly
/// dtype, shape and data_offsets; the tensors' bytes tile the data without gap or overlap to its
/// last byte. **Source:** the format description of huggingface/safetensors.
public struct SafetensorsFile: TensorContainer {
    public let file: String
    public let entries: [TensorEntry]
    private let mapping: MappedFile
    private let dataStart: Int

    /// **Throws:** ``PlatformError`` where the file cannot be mapped, ``CheckpointError`` where it
    /// is not what it says.
    public init(path: String) throws {
        try self.init(mapping: MappedFile(path: path))
    }

    init(mapping: MappedFile) throws {
        file = mapping.path
        self.mapping = mapping
        let header = try unsafe mapping.withBytes { bytes in
            try unsafe Self.headerBytes(bytes, file: mapping.path)
        }
        dataStart = 8 + header.count
        entries = try SafetensorsHeader.entries(
            header, dataByteCount: mapping.byteCount - dataStart, file: mapping.path)
    }

    /// The header's text, after its length of 8 bytes, little-endian.
    private static func headerBytes(
        _ bytes: UnsafeRawBufferPointer, file: String
    ) throws(CheckpointError) -> [UInt8] {
        guard bytes.count >= 8 else {
            throw .fileTooShort(file: file, expectedBytes: 8, gotBytes: bytes.count)
        }
        let length = UInt64(littleEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
        guard length >= 2 && length <= UInt64(Limits.headerByteCountMax) else {
            throw .headerLength(file: file, limitBytes: Limits.headerByteCountMax, got: length)
        }
        let end = 8 + Int(length)
        guard end <= bytes.count else {
            throw .fileTooShort(file: file, expectedBytes: end, gotBytes: bytes.count)
        }
        return unsafe Array(bytes[8..<end])
    }

    public func withElements<Result>(
        of entry: TensorEntry, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try unsafe mapping.withBytes { bytes in
            let start = dataStart + entry.bytes.lowerBound
            return try unsafe body(
                UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.bytes.count]))
        }
    }
}
