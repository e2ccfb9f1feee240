package import Encodings

/// Builds the one form of an object: sorted keys, no spaces, ASCII.
package enum CanonicalObject {
    /// **Precondition:** sorted keys, each once.
    package static func value(_ members: [(String, JSONValue)]) -> JSONValue {
        for (left, right) in zip(members, members.dropFirst()) {
            precondition(Array(left.0.utf8).lexicographicallyPrecedes(Array(right.0.utf8)), right.0)
        }
        return .object(members.map { JSONMember($0.0, $0.1) })
    }

    package static func bytes(_ members: [(String, JSONValue)]) -> [UInt8] {
        Array(value(members).compactText.utf8)
    }

    /// Bytes as a text in lower-case hexadecimal.
    package static func hex(_ bytes: [UInt8]) -> JSONValue {
        .string(Hexadecimal.text(of: bytes))
    }
}
