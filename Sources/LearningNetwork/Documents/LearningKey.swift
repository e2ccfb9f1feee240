internal import Cryptography
internal import Encodings

/// A key of the curve secp256k1 in its compressed form, and the address that follows from it.
package struct LearningKey: Sendable, Hashable {
    package static let byteCount = 33

    /// 33 bytes; those of a key that was taken without `key_form` may be no point.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package var text: String { Hexadecimal.text(of: bytes) }

    /// `0x` and the first 40 digits of SHA-256, in hexadecimal, of SHA-256, in hexadecimal, of the
    /// key's text.
    package var address: String {
        let inner = Digests.sha256(text.utf8).text
        return "0x" + Digests.sha256(inner.utf8).text.prefix(40)
    }

    package var isPoint: Bool {
        bytes.count == Self.byteCount && Secp256k1PublicKey(bytes: bytes) != nil
    }

    /// Whether the key's holder signed the digest, with the lower s.
    package func verifies(_ signature: [UInt8], _ digest: [UInt8]) -> Bool {
        guard let key = Secp256k1PublicKey(bytes: bytes) else { return false }
        return Secp256k1PublicKey.hasLowS(signature) && key.verifies(signature, digest: digest)
    }

    /// Whether a text is an address: `0x` and 40 digits of lower-case hexadecimal.
    package static func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 42 && bytes.starts(with: "0x".utf8)
            && Hexadecimal.bytes(of: String(text.dropFirst(2))) != nil
    }
}

/// A private key of a wallet, a trainer or a validator.
package struct LearningSigner: Sendable {
    private let secret: [UInt8]
    package let key: LearningKey

    /// Nil for bytes that are no private key of the curve.
    package init?(secret: [UInt8]) {
        guard let key = Secp256k1PublicKey(privateKey: secret) else { return nil }
        self.secret = secret
        self.key = LearningKey(bytes: key.compressedBytes)
    }

    /// The key that a text stands for: for trials and examples, where secrets are public.
    package init(name: String) {
        var bytes = Digests.sha256("glyphlab/learning/key/\(name)".utf8).bytes
        // 0 and numbers from the curve's order on are no keys; hardly any digest is one.
        while Secp256k1PublicKey(privateKey: bytes) == nil {
            bytes = Digests.sha256(bytes).bytes
        }
        secret = bytes
        key = LearningKey(bytes: Secp256k1PublicKey(privateKey: bytes)!.compressedBytes)
    }

    package var address: String { key.address }

    package func sign(_ digest: [UInt8]) -> [UInt8] {
        Secp256k1.sign(digest: Digest(bytes: digest), privateKey: secret)!
    }
}
