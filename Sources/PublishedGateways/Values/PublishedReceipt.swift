internal import Cryptography
package import PythonValues

/// A receipt of one answer: ten members, each of any type of JSON.
///
/// **Source:** the published code, receipts.
package struct PublishedReceipt: Sendable {
    /// The members in the order of the published class: eight that are signed, two signatures.
    package static let memberNames =
        signedNames + [gatewaySignatureName, nodeSignatureName]
    package static let signedNames = [
        "gateway_pubkey", "node_pubkey", "session_id", "route", "input_tokens", "output_tokens",
        "wall_time_ms", "created_at",
    ]
    package static let gatewaySignatureName = "gateway_sig"
    package static let nodeSignatureName = "node_sig"

    /// All ten members, in their order.
    package private(set) var members: PythonDictionary

    /// The receipt of an object's members; the signatures may be absent, and are null then.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for any other member that is missing, or is unknown.
    package init(_ object: PythonDictionary) throws(PythonError) {
        for (key, _) in object.members where !Self.memberNames.contains(where: key.equals) {
            throw .type("__init__() got an unexpected keyword argument '\(key.shown)'")
        }
        members = PythonDictionary()
        for name in Self.signedNames {
            guard let value = object[name] else {
                throw .type("__init__() missing a required positional argument: '\(name)'")
            }
            members[name] = value
        }
        for name in [Self.gatewaySignatureName, Self.nodeSignatureName] {
            members[name] = object[name] ?? PythonValue.none
        }
    }

    /// The receipt of members that may be too few or too many, of a gateway whose checks of them
    /// were taken out: those that there are, the unknown ones last.
    init(unchecked object: PythonDictionary) {
        members = PythonDictionary()
        for name in Self.signedNames {
            if let value = object[name] { members[name] = value }
        }
        for name in [Self.gatewaySignatureName, Self.nodeSignatureName] {
            members[name] = object[name] ?? PythonValue.none
        }
        for (key, value) in object.members where members[key] == nil { members[key] = value }
    }

    /// Null where the name is none of the ten.
    package subscript(name: String) -> PythonValue { members[name] ?? PythonValue.none }

    package var gatewayKey: PythonValue { self["gateway_pubkey"] }
    package var nodeKey: PythonValue { self["node_pubkey"] }
    package var sessionID: PythonValue { self["session_id"] }
    package var route: PythonValue { self["route"] }
    package var inputTokens: PythonValue { self["input_tokens"] }
    package var outputTokens: PythonValue { self["output_tokens"] }
    package var wallMilliseconds: PythonValue { self["wall_time_ms"] }
    /// In seconds since 1970, where it is a number.
    package var createdAt: PythonValue { self["created_at"] }

    package var gatewaySignature: PythonValue {
        get { self[Self.gatewaySignatureName] }
        set { members[Self.gatewaySignatureName] = newValue }
    }

    package var nodeSignature: PythonValue {
        get { self[Self.nodeSignatureName] }
        set { members[Self.nodeSignatureName] = newValue }
    }

    /// The bytes that both parties sign: the eight members by their names' order. Golden-bearing.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints.
    package func payload() throws(PythonError) -> [UInt8] {
        var signed = PythonDictionary()
        for name in Self.signedNames {
            if let value = members[name] { signed[name] = value }
        }
        return Array(try PythonJSONWriter.text(.dictionary(signed)).utf8)
    }

    /// SHA-256 of the payload, in hexadecimal. Golden-bearing. **Throws:** as ``payload()`` does.
    package func id() throws(PythonError) -> String {
        Digests.sha256(try payload()).text
    }

    /// The text that a ledger's row holds: all ten members in their order.
    ///
    /// **Throws:** as ``payload()`` does.
    package func storedText() throws(PythonError) -> String {
        try PythonJSONWriter.text(.dictionary(members), sortsKeys: false, style: .spaced)
    }

    /// SHA-256 of both texts behind each other, in hexadecimal; the first row's previous hash is
    /// empty. Golden-bearing.
    package static func chainHash(previous: String, id: String) -> String {
        Digests.sha256((previous + id).utf8).text
    }
}
