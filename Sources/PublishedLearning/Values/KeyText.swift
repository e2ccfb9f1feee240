internal import Cryptography
internal import Encodings
package import PythonValues

/// Texts of keys: base64 of a PEM file, with LF at the end of each line.
package enum KeyText {
    private static let privateLabel = "PRIVATE KEY"
    private static let publicLabel = "PUBLIC KEY"
    private static let lineLength = 64

    /// PKCS #8 around SEC 1, up to the secret, and between it and the point.
    private static let privateStart: [UInt8] = [
        0x30, 0x81, 0x84, 0x02, 0x01, 0x00, 0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D,
        0x02, 0x01, 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x0A, 0x04, 0x6D, 0x30, 0x6B, 0x02, 0x01,
        0x01, 0x04, 0x20,
    ]
    private static let privateMiddle: [UInt8] = [0xA1, 0x44, 0x03, 0x42, 0x00]

    /// A curve of public keys, as SubjectPublicKeyInfo names it.
    private enum Curve: CaseIterable {
        case secp256k1, p256

        private var object: [UInt8] {
            switch self {
            case .secp256k1: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x0A]
            case .p256: [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
            }
        }

        /// The bytes before a point of so many bytes.
        func start(pointByteCount: Int) -> [UInt8] {
            let key: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
            let algorithm = [0x30, UInt8(key.count + object.count)] + key + object
            let bits = [0x03, UInt8(pointByteCount + 1), 0x00]
            return [0x30, UInt8(algorithm.count + bits.count + pointByteCount)] + algorithm + bits
        }
    }

    /// The public key of a text.
    enum PublicKey {
        case secp256k1(Secp256k1PublicKey)
        case p256(P256PublicKey)

        /// Whether `signature`, r‖s, is one of the SHA-256 of `message`; either s is good.
        func verifies(_ signature: [UInt8], message: [UInt8]) -> Bool {
            switch self {
            case .secp256k1(let key):
                key.verifies(signature, digest: Digests.sha256(message).bytes)
            case .p256(let key): key.verifies(signature, message: message)
            }
        }
    }

    // MARK: Writing

    /// Both texts of a secret; nil where it is not from 1 to the curve's order less 1.
    package static func texts(secret: [UInt8]) -> (privateKey: String, publicKey: String)? {
        guard let key = Secp256k1PublicKey(privateKey: secret) else { return nil }
        let point = [0x04] + key.rawBytes
        let start = Curve.secp256k1.start(pointByteCount: point.count)
        return (
            text(privateStart + secret + privateMiddle + point, label: privateLabel),
            text(start + point, label: publicLabel)
        )
    }

    private static func text(_ bytes: [UInt8], label: String) -> String {
        var pem = "-----BEGIN \(label)-----\n"
        var rest = Array(Base64.text(of: bytes).utf8)[...]
        while !rest.isEmpty {
            pem += String(decoding: rest.prefix(lineLength), as: UTF8.self) + "\n"
            rest = rest.dropFirst(lineLength)
        }
        return Base64.text(of: Array((pem + "-----END \(label)-----\n").utf8))
    }

    // MARK: Reading

    /// The secret of a private key's text; nil where it is none of the written form.
    package static func secret(of text: PythonText) -> [UInt8]? {
        guard let bytes = bytes(of: text, label: privateLabel), bytes.starts(with: privateStart)
        else { return nil }
        let secret = Array(bytes.dropFirst(privateStart.count).prefix(32))
        guard let key = Secp256k1PublicKey(privateKey: secret),
            bytes == privateStart + secret + privateMiddle + [0x04] + key.rawBytes
        else { return nil }
        return secret
    }

    /// The public key of a text; nil for any but the two curves. (The published library knows
    /// further ones.)
    static func publicKey(of text: PythonText) -> PublicKey? {
        guard let bytes = bytes(of: text, label: publicLabel) else { return nil }
        for pointByteCount in [65, 33] {
            let point = Array(bytes.suffix(pointByteCount))
            if bytes == Curve.secp256k1.start(pointByteCount: pointByteCount) + point {
                return Secp256k1PublicKey(bytes: point).map(PublicKey.secp256k1)
            }
            if bytes == Curve.p256.start(pointByteCount: pointByteCount) + point {
                return P256PublicKey(bytes: point).map(PublicKey.p256)
            }
        }
        return nil
    }

    /// `base64.b64decode(text.encode())`: characters outside the alphabet are passed over, those
    /// beyond ASCII too; nil where padding is missing, or a surrogate stands alone.
    static func decoded(_ text: PythonText) -> [UInt8]? {
        guard let bytes = try? text.utf8() else { return nil }
        return Base64Text.bytes(
            lenient: String(decoding: bytes.filter { $0 < 0x80 }, as: UTF8.self))
    }

    private static func bytes(of text: PythonText, label: String) -> [UInt8]? {
        guard let pem = decoded(text) else { return nil }
        let (start, end) = (Array("-----BEGIN \(label)-----".utf8), Array("-----END".utf8))
        guard pem.starts(with: start) else { return nil }
        let rest = pem.dropFirst(start.count)
        let dash = UInt8(ascii: "-")
        let body = rest.prefix { $0 != dash }
        guard rest.dropFirst(body.count).starts(with: end + Array(" \(label)-----".utf8)) else {
            return nil
        }
        let digits = body.filter { ![0x0A, 0x0D, 0x20, 0x09].contains($0) }
        return Base64.bytes(of: String(decoding: digits, as: UTF8.self))
    }
}
