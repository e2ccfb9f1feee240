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
    /// Strings by name; nil where there are none.
    let metadata: JSONValue?
    private let mapping: MappedFile
    private let ranges: [Range<Int>]
    private let dataStart: Int
    /// All tensors together.
    let dataByteCount: Int
    private static let partByteCount = 4 << 20

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
        dataByteCount = mapping.byteCount - dataStart
        let (described, metadata) = try SafetensorsHeader.entries(
            header, dataByteCount: dataByteCount, file: mapping.path)
        self.metadata = metadata
        entries = described.map(\.tensor)
        ranges = described.map(\.bytes)
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

    public func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let range = ranges[index]
        try unsafe mapping.withBytes { bytes in
            for offset in stride(from: 0, to: range.count, by: Self.partByteCount) {
                let start = dataStart + range.lowerBound + offset
                let count = min(Self.partByteCount, range.count - offset)
                try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
                mapping.release(start..<start + count)
            }
        }
    }
}
