internal import Cryptography
internal import Platform

/// Digests of whole files.
public enum FileDigest {
    private static let partByteCount = 4 << 20

    /// Lower-case hex SHA-256 and length in bytes. **Throws:** ``PlatformError``.
    public static func sha256(_ path: String) throws -> (text: String, byteCount: Int) {
        let file = try MappedFile(path: path)
        var hasher = SHA256Hasher()
        unsafe file.withBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: partByteCount) {
                let part = start..<min(start + partByteCount, bytes.count)
                unsafe hasher.update(UnsafeRawBufferPointer(rebasing: bytes[part]))
                file.release(part)
            }
        }
        return (hasher.finalized().text, file.byteCount)
    }
}
