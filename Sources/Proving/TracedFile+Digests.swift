internal import Checkpoints
public import Cryptography
internal import Platform
public import Traces

extension TracedFile {
    /// **Throws:** ``PlatformError``.
    init(name: String, folder: String) throws {
        let (digest, byteCount) = try FileDigest.digest(Folder.path(folder, name))
        self.init(name: name, byteCount: byteCount, digest: digest)
    }

    /// SHA-256 over a line for each file, in the order given: its name, its length in bytes and its
    /// own SHA-256 in lower-case hex, with a space between them and a line feed at the end.
    public static func digest(ofAll files: [TracedFile]) -> Digest {
        let lines = files.map { "\($0.name) \($0.byteCount) \($0.digest.text)\n" }
        return Digests.sha256(lines.joined().utf8)
    }
}
