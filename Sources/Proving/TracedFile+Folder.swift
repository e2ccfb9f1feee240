internal import Checkpoints
internal import Cryptography
internal import Platform
internal import Traces

extension TracedFile {
    /// **Throws:** ``PlatformError``.
    init(name: String, folder: String) throws {
        let (digest, byteCount) = try FileDigest.digest(Folder.path(folder, name))
        self.init(name: name, byteCount: byteCount, digest: digest)
    }
}
