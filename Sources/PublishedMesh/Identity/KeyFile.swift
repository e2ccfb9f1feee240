internal import BigInt
package import Cryptography
package import PythonValues

/// A key file: the protobuf of a private key, {1 type, 2 data}.
package enum KeyFile {
    /// The private key of a file.
    package enum Key: Sendable {
        case ed25519(Ed25519PrivateKey)
        /// The public half: RSA keys of this laboratory verify only.
        case rsa(RSAPublicKey)

        package var publicKey: MeshPublicKey {
            switch self {
            case .ed25519(let key): .ed25519(key.publicKey)
            case .rsa(let key): .rsa(key)
            }
        }
    }

    private static let rsaType: UInt32 = 0
    private static let ed25519Type: UInt32 = 1
    private static let typeMax: UInt32 = 3

    /// The file of an Ed25519 key: the secret and the public key.
    package static func bytes(of key: Ed25519PrivateKey) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, varint: UInt64(ed25519Type))
        writer.append(2, bytes: key.seed + key.publicKey)
        return writer.bytes
    }

    /// The key of a file. Of Ed25519 the first 32 bytes count; the last of equal fields does.
    ///
    /// A type outside the enumeration is an unknown field, as in every closed enumeration; a file
    /// without a type is one of RSA.
    ///
    /// **Throws:** ``PythonError``: `DecodeError` where the bytes are no message, a value where the
    /// data is none of the type.
    package static func key(of bytes: [UInt8]) throws(PythonError) -> Key {
        var (type, data): (UInt32, [UInt8]) = (rsaType, [])
        do throws(ProtobufWireError) {
            for field in try ProtobufWire.fields(of: bytes) {
                switch (field.number, field.value) {
                case (1, .varint(let number)):
                    let value = UInt32(truncatingIfNeeded: number)
                    if value <= typeMax { type = value }
                case (2, .bytes(let content)): data = content
                default: break
                }
            }
        } catch {
            throw .other(name: "DecodeError", "Error parsing message")
        }
        switch type {
        case ed25519Type:
            guard data.count >= Ed25519.seedByteCount else {
                throw .value("An Ed25519 private key is 32 bytes long")
            }
            return .ed25519(Ed25519PrivateKey(seed: Array(data.prefix(Ed25519.seedByteCount))))
        case rsaType:
            guard let key = rsaKey(data) else {
                throw .value("Could not deserialize key data")
            }
            return .rsa(key)
        default: throw .value("an unsupported public key type")
        }
    }

    /// The bits of a modulus that is read.
    private static let modulusByteCountMax = 2048

    /// The public half of PKCS #1's RSAPrivateKey whose numbers fit each other. (The published
    /// library also tests whether the factors are prime, and reads PKCS #8.)
    private static func rsaKey(_ data: [UInt8]) -> RSAPublicKey? {
        guard data.count <= 8 * modulusByteCountMax, let parts = DERNumbers.numbers(of: data),
            parts.count == 9, parts[0] == [0],
            let key = RSAPublicKey(modulus: parts[1], exponent: parts[2])
        else { return nil }
        let numbers = parts.map { part in part.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } }
        let (modulus, exponent, secret) = (numbers[1], numbers[2], numbers[3])
        let (first, second) = (numbers[4], numbers[5])
        guard first > 1, second > 1, first * second == modulus,
            exponent * secret % (first - 1) == 1, exponent * secret % (second - 1) == 1,
            numbers[6] == secret % (first - 1), numbers[7] == secret % (second - 1),
            numbers[8] < first, numbers[8] * second % first == 1
        else { return nil }
        return key
    }
}
