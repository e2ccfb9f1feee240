public import Cryptography
internal import Platform

/// Digests of whole files.
public enum FileDigest {
    private static let partByteCount = 4 << 20

    /// Lower-case hex SHA-256 and length in bytes. **Throws:** ``PlatformError``.
    public static func sha256(_ path: String) throws -> (text: String, byteCount: Int) {
        let (digest, byteCount) = try digest(path)
        return (digest.text, byteCount)
    }

    /// SHA-256 and length in bytes. **Throws:** ``PlatformError``.
    public static func digest(_ path: String) throws -> (digest: Digest, byteCount: Int) {
        let file = try MappedFile(path: path)
        var hasher = SHA256Hasher()
        for start in stride(from: 0, to: file.byteCount, by: partByteCount) {
            let part = start..<min(start + partByteCount, file.byteCount)
            try unsafe file.withBytes(in: part) { unsafe hasher.update($0) }
        }
        return (hasher.finalized(), file.byteCount)
    }
}
