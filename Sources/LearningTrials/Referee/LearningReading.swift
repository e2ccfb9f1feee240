internal import Cryptography
internal import Encodings
internal import Training

/// The referee's own reading of hardened bytes: of JSON, hashes and signatures, by the network's
/// page alone.
struct LearningReading {
    /// A member at a path of keys and numbers joined by dots; nil where there is none.
    static func member(_ value: JSONValue, _ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(value)) { value, key in
            guard let value else { return nil }
            if let elements = value.arrayValue {
                return Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            }
            return value.member(String(key))
        }
    }

    /// Nil for bytes that are no JSON, or JSON in another than its one form: members that are not
    /// sorted, spaces, another spelling.
    static func canonical(_ bytes: [UInt8]) -> JSONValue? {
        guard let value = try? JSONParser.parse(bytes, byteCountMax: 1 << 28),
            Array(value.compactText.utf8) == bytes, isSorted(value)
        else { return nil }
        return value
    }

    private static func isSorted(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): return elements.allSatisfy(isSorted)
        case .object(let members):
            return members.allSatisfy { isSorted($0.value) }
                && zip(members, members.dropFirst()).allSatisfy {
                    $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
                }
        case .number(let number): return number.integer != nil
        case .null: return false
        default: return true
        }
    }

    /// Bytes of hexadecimal at a path; empty where there are none.
    static func bytes(_ value: JSONValue, _ path: String) -> [UInt8] {
        member(value, path)?.stringValue.flatMap { Hexadecimal.bytes(of: $0) } ?? []
    }

    static func text(_ value: JSONValue, _ path: String) -> String {
        member(value, path)?.stringValue ?? ""
    }

    static func integer(_ value: JSONValue, _ path: String) -> Int {
        member(value, path)?.integerValue ?? Int.min
    }

    static func elements(_ value: JSONValue, _ path: String) -> [JSONValue] {
        member(value, path)?.arrayValue ?? []
    }

    /// The digest that is signed: of all members but the signature.
    static func signedDigest(_ name: String, _ value: JSONValue) -> [UInt8] {
        let members = (value.objectValue ?? []).filter {
            !$0.key.utf8.elementsEqual("signature".utf8)
        }
        return LearningDomain.digest(name, Array(JSONValue.object(members).compactText.utf8))
    }

    /// Whether the key at a path signed the object, with the lower s.
    static func isSigned(_ value: JSONValue, _ name: String, by path: String) -> Bool {
        let signature = bytes(value, "signature")
        guard let key = Secp256k1PublicKey(bytes: bytes(value, path)) else { return false }
        return Secp256k1PublicKey.hasLowS(signature)
            && key.verifies(signature, digest: signedDigest(name, value))
    }

    static func address(ofKey text: String) -> String {
        "0x" + Digests.sha256(Digests.sha256(text.utf8).text.utf8).text.prefix(40)
    }

    /// H(`list` || u32 count || root) of the bytes of a list's entries.
    static func listRoot(_ entries: [[UInt8]]) -> [UInt8] {
        var level = entries.map { LearningDomain.digest("entry", $0) }
        while level.count > 1 {
            var next: [[UInt8]] = []
            for place in stride(from: 0, to: level.count, by: 2) {
                next.append(
                    place + 1 == level.count
                        ? level[place]
                        : LearningDomain.digest("node", level[place], level[place + 1]))
            }
            level = next
        }
        return LearningDomain.digest(
            "list", UInt32(entries.count).bigEndianBytes, level.first ?? [])
    }
}
