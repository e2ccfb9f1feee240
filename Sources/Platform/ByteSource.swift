import Foundation

/// A file whose bytes are lent range by range.
public protocol ByteSource: Sendable {
    var path: String { get }
    var byteCount: Int { get }

    /// Lends the bytes of `range` for the duration of `body`; they take no memory afterwards.
    ///
    /// **Throws:** ``PlatformError`` where they cannot be read. **Precondition:** within the file.
    func withBytes<Result>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result
}

extension MappedFile: ByteSource {
    public func withBytes<Result>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        defer { release(range) }
        return try unsafe withBytes { bytes in
            try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }
}

/// A file that is read by position into memory of this process. That is slower than a map, but if
/// the file is cut or rewritten meanwhile, a reading fails or differs and the process lives on.
public final class PositionedFile: ByteSource {
    public let path: String
    public let byteCount: Int
    private let descriptor: Int32

    /// **Throws:** ``PlatformError``.
    public init(path: String) throws(PlatformError) {
        let file = try OpenFile(path: path)
        let descriptor = dup(file.descriptor)
        guard descriptor >= 0 else { throw .lastError("open", path) }
        self.path = path
        self.byteCount = file.byteCount
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    public func withBytes<Result>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 64)
        defer { unsafe buffer.deallocate() }
        var filled = 0
        while filled < range.count {
            let count = unsafe pread(
                descriptor, buffer.baseAddress! + filled, range.count - filled,
                off_t(range.lowerBound + filled))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw PlatformError.lastError("read", path) }
            guard count > 0 else {
                throw PlatformError.shortRead(
                    path: path, expectedBytes: byteCount, gotBytes: range.lowerBound + filled)
            }
            filled += count
        }
        return try unsafe body(UnsafeRawBufferPointer(buffer))
    }
}
