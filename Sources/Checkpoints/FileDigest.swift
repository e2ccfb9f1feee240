internal import Cryptography
internal import Platform

/// Digests of whole files.
public enum FileDigest {
    /// Lower-case hex SHA-256 and length in bytes. **Throws:** ``PlatformError``.
    public static func sha256(_ path: String) throws -> (text: String, byteCount: Int) {
        let file = try MappedFile(path: path)
        var hasher = SHA256Hasher()
        unsafe file.withBytes { unsafe hasher.update($0) }
        return (hasher.finalized().text, file.byteCount)
    }
}
