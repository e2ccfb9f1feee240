package import Cryptography
package import Encodings

/// A key that signs receipts, as a file keeps it: JSON in one form, and a line feed.
package enum SigningKeyFile {
    package static let byteCountMax = 4096
    private static let formatName = "glyphlab key 1"

    package static func encoded(_ key: Ed25519PrivateKey) -> [UInt8] {
        let json = JSONValue.object([
            JSONMember("format", .string(formatName)),
            JSONMember("seed", .string(Hexadecimal.text(of: key.seed))),
            JSONMember("key", .string(Hexadecimal.text(of: key.publicKey))),
        ])
        return Array((json.compactText + "\n").utf8)
    }

    /// **Throws:** ``SigningKeyError``.
    package static func decoded(_ bytes: [UInt8]) throws(SigningKeyError) -> Ed25519PrivateKey {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw .notJSON(error)
        }
        let key: Ed25519PrivateKey
        let publicKey: [UInt8]
        do throws(StrictJSON.Failure) {
            let members = try StrictJSON(document).members(["format", "seed", "key"])
            try members[0].expect(formatName)
            key = Ed25519PrivateKey(seed: try members[1].bytes(count: Ed25519.seedByteCount))
            publicKey = try members[2].bytes(count: Ed25519.publicKeyByteCount)
        } catch {
            throw .member(error)
        }
        guard key.publicKey == publicKey, encoded(key) == bytes else {
            throw .otherKey(expected: Hexadecimal.text(of: key.publicKey))
        }
        return key
    }
}

/// Reasons for which a file is no key. No message holds a secret.
package enum SigningKeyError: Error, Equatable, CustomStringConvertible {
    case notJSON(JSONParseError)
    case member(StrictJSON.Failure)
    case otherKey(expected: String)

    package var description: String {
        switch self {
        case .notJSON: "expected a key that 'glyphlab receipt key' wrote, got no JSON"
        case .member(let failure) where failure.path == "seed":
            "seed: expected \(failure.expected), got another value, which is not shown: it may be "
                + "secret"
        case .member(let failure): "\(failure)"
        case .otherKey(let expected):
            "key: expected \(expected), which belongs to the seed, in the one form of such a file, "
                + "got another"
        }
    }
}
