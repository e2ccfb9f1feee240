internal import Cryptography
internal import Encodings
package import PythonValues

/// A public key of the mesh, as its OpenSSH text has it.
package enum MeshPublicKey: Sendable, Equatable {
    /// 32 bytes, which need not be a point.
    case ed25519([UInt8])
    case rsa(RSAPublicKey)

    private static let ed25519Name = "ssh-ed25519"
    private static let rsaName = "ssh-rsa"
    /// Further first words that the published library knows. The published code has no use of their
    /// keys.
    private static let otherNames = [
        "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ]
    private static let certificateSuffix = "-cert-v01@openssh.com"

    // MARK: Reading

    /// The key of a text: its first word, spaces or tabs, base64; what follows is passed over.
    ///
    /// **Throws:** ``PythonError``: `UnsupportedAlgorithm` for an unknown first word, a value for
    /// anything else that is no key.
    package init(text: [UInt8]) throws(PythonError) {
        let (name, body) = try Self.words(text)
        var kind = String(decoding: name, as: UTF8.self)
        if kind.utf8.reversed().starts(with: Self.certificateSuffix.utf8.reversed()) {
            kind = String(
                decoding: name.dropLast(Self.certificateSuffix.utf8.count), as: UTF8.self)
        }
        let isKnown = [Self.ed25519Name, Self.rsaName].contains {
            $0.utf8.elementsEqual(kind.utf8)
        }
        guard
            isKnown || Self.otherNames.contains(where: { $0.utf8.elementsEqual(kind.utf8) })
        else { throw .other(name: "UnsupportedAlgorithm", "Unsupported key type") }
        guard isKnown, let bytes = LenientBase64.bytes(of: body) else {
            throw .value("Invalid format")
        }
        var rest = bytes[...]
        guard try Self.string(&rest).elementsEqual(name) else {
            throw .value("Invalid key format")
        }
        switch kind.utf8.elementsEqual(Self.rsaName.utf8) {
        case false:
            let point = Array(try Self.string(&rest))
            guard point.count == Ed25519.publicKeyByteCount else {
                throw .value("An Ed25519 public key is 32 bytes long")
            }
            self = .ed25519(point)
        case true:
            let exponent = try Self.number(&rest)
            let modulus = try Self.number(&rest)
            guard let key = RSAPublicKey(modulus: modulus, exponent: exponent) else {
                throw .value("no RSA key")
            }
            self = .rsa(key)
        }
        guard rest.isEmpty else { throw .value("Corrupt data: unparsed data") }
    }

    /// The first two words of a line, with spaces or tabs between them.
    private static func words(
        _ text: [UInt8]
    ) throws(PythonError) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let first = text.prefix { !isSpace($0) }
        let gap = text[first.endIndex...].prefix { $0 == 0x20 || $0 == 0x09 }
        let second = text[gap.endIndex...].prefix { !isSpace($0) }
        guard !first.isEmpty, !gap.isEmpty, !second.isEmpty else {
            throw .value("Invalid line format")
        }
        return (first, second)
    }

    /// A string of the key's body: its size in four bytes, then the bytes.
    private static func string(
        _ rest: inout ArraySlice<UInt8>
    ) throws(PythonError) -> ArraySlice<UInt8> {
        guard rest.count >= 4 else { throw .value("Invalid data") }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= count else { throw .value("Invalid data") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A number that is not negative.
    private static func number(
        _ rest: inout ArraySlice<UInt8>
    ) throws(PythonError) -> [UInt8] {
        let bytes = try string(&rest)
        if let first = bytes.first, first > 0x7F { throw .value("Invalid data") }
        return Array(bytes)
    }

    // MARK: Writing

    /// The type's word and base64.
    package var text: [UInt8] {
        let (name, parts): (String, [[UInt8]]) =
            switch self {
            case .ed25519(let point): (Self.ed25519Name, [point])
            case .rsa(let key):
                (Self.rsaName, [Self.signed(key.exponent), Self.signed(key.modulus)])
            }
        let body = ([Array(name.utf8)] + parts).flatMap { part in
            (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (24 - 8 * $0)) } + part
        }
        return Array((name + " " + Base64.text(of: body)).utf8)
    }

    /// A number with a zero in front where it would be read as negative.
    private static func signed(_ number: [UInt8]) -> [UInt8] {
        (number.first ?? 0) > 0x7F ? [0] + number : number
    }

    /// The name of the library's class.
    package var typeName: String {
        switch self {
        case .ed25519: "Ed25519PublicKey"
        case .rsa: "RSAPublicKey"
        }
    }

    // MARK: Use

    package var peerID: PeerID {
        switch self {
        case .ed25519(let point):
            return PeerID(bytes: [0x00, 0x24] + Self.message(type: 1, data: point))
        case .rsa(let key):
            let message = Self.message(type: 0, data: key.subjectPublicKeyInfo)
            return PeerID(bytes: [0x12, 0x20] + Digests.sha256(message).bytes)
        }
    }

    /// The protobuf of a public key.
    private static func message(type: UInt64, data: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.append(1, varint: type)
        writer.append(2, bytes: data)
        return writer.bytes
    }

    /// Whether base64 is that of a signature of the message; foreign characters are passed over.
    package func verifies(base64 signature: [UInt8], message: [UInt8]) -> Bool {
        guard let bytes = LenientBase64.bytes(of: signature) else { return false }
        switch self {
        case .ed25519(let point):
            return Ed25519.verifiesAnyKey(bytes, message: message, publicKey: point)
        case .rsa(let key): return key.verifies(bytes, message: message)
        }
    }
}
