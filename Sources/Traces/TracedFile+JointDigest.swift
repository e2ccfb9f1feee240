public import Cryptography

extension TracedFile {
    /// SHA-256 over a line for each file, in the order given: its name, its length in bytes and its
    /// own SHA-256 in lower-case hex, with a space between them and a line feed at the end.
    public static func jointDigest(of files: [TracedFile]) -> Digest {
        let lines = files.map { "\($0.name) \($0.byteCount) \($0.digest.text)\n" }
        return Digests.sha256(lines.joined().utf8)
    }
}
