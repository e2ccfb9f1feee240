internal import Encodings
internal import Platform

/// A safetensors file, its header checked whole before any tensor is touched.
///
/// Strict: the header is one JSON object with nothing but spaces after it; every entry has exactly
/// dtype, shape and data_offsets; the tensors' bytes tile the data without gap or overlap to its
/// last byte. **Source:** the format description of huggingface/safetensors.
public struct SafetensorsFile: TensorContainer {
    public let file: String
    public let entries: [TensorEntry]
    /// Strings by name; nil where there are none.
    let metadata: JSONValue?
    private let source: any ByteSource
    private let ranges: [Range<Int>]
    private let dataStart: Int
    private static let partByteCount = 256 << 10

    /// **Throws:** ``PlatformError`` where the file cannot be mapped, ``CheckpointError`` where it
    /// is not what it says.
    public init(path: String) throws {
        try self.init(MappedFile(path: path))
    }

    init(_ source: any ByteSource) throws {
        file = source.path
        self.source = source
        let header = try Self.headerBytes(source)
        dataStart = 8 + header.count
        let (described, metadata) = try SafetensorsHeader.entries(
            header, dataByteCount: source.byteCount - dataStart, file: source.path)
        self.metadata = metadata
        entries = described.map(\.tensor)
        ranges = described.map(\.bytes)
    }

    /// The header's text, after its length of 8 bytes, little-endian.
    private static func headerBytes(_ source: any ByteSource) throws -> [UInt8] {
        guard source.byteCount >= 8 else {
            throw CheckpointError.fileTooShort(
                file: source.path, expectedBytes: 8, gotBytes: source.byteCount)
        }
        let length = try unsafe source.withBytes(in: 0..<8) { bytes in
            UInt64(littleEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
        }
        guard length >= 2 && length <= UInt64(Limits.headerByteCountMax) else {
            throw CheckpointError.headerLength(
                file: source.path, limitBytes: Limits.headerByteCountMax, got: length)
        }
        let end = 8 + Int(length)
        guard end <= source.byteCount else {
            throw CheckpointError.fileTooShort(
                file: source.path, expectedBytes: end, gotBytes: source.byteCount)
        }
        return try unsafe source.withBytes(in: 8..<end) { unsafe Array($0) }
    }

    public func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let range = ranges[index]
        for offset in stride(from: 0, to: range.count, by: Self.partByteCount) {
            let start = dataStart + range.lowerBound + offset
            let count = min(Self.partByteCount, range.count - offset)
            try unsafe source.withBytes(in: start..<start + count, body)
        }
    }
}
