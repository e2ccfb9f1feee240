import Foundation

/// A whole file as read-only memory.
///
/// **Why @unchecked Sendable:** the pointer is set once and only read; the mapping lives as long as
/// the object. Another process that cuts the file short while it is mapped can still stop this one:
/// the price of not reading half a gigabyte twice.
@safe public final class MappedFile: @unchecked Sendable {
    public let path: String
    public let byteCount: Int
    private let start: UnsafeMutableRawPointer?

    /// **Throws:** ``PlatformError``.
    public init(path: String) throws(PlatformError) {
        let file = try OpenFile(path: path)
        self.path = path
        self.byteCount = file.byteCount
        guard file.byteCount > 0 else {
            unsafe self.start = nil  // an empty mapping is an error to mmap, not to us
            return
        }
        let start = unsafe mmap(nil, file.byteCount, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else {
            throw .lastError("mmap", path)
        }
        unsafe self.start = start
    }

    deinit {
        if let start = unsafe start { unsafe munmap(start, byteCount) }
    }

    /// Lends the bytes for the duration of `body`.
    public func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: byteCount))
    }

    /// A system maps what lies around a byte that is read, some of it before.
    private static let neighbourByteCount = 2 << 20

    /// Gives back the memory that bytes take which were read, and their neighbours before;
    /// reading them again is no error.
    public func release(_ range: Range<Int>) {
        guard let start = unsafe start, !range.isEmpty else { return }
        let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first =
            max(range.lowerBound - Self.neighbourByteCount, 0) / pageByteCount * pageByteCount
        // Advice: the system may decline it, and nothing is lost.
        _ = unsafe madvise(start + first, range.upperBound - first, MADV_DONTNEED)
    }
}
