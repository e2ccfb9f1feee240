internal import Cryptography
package import PythonValues

/// An epoch's snapshot as a gateway shows it, in the hands of a validator.
package struct PublishedSnapshot {
    private let members: PythonDictionary

    /// The snapshot of an answer of `/epoch/status`; nil where it has none.
    package init?(status: [UInt8]) {
        guard let value = try? PythonJSONParser.parse(status, byteCountMax: 16 << 20),
            let snapshot = try? value.member("snapshot"),
            case .dictionary(let members) = snapshot
        else { return nil }
        self.members = members
    }

    /// The bytes that validators sign: all members, root and gateway's signature included.
    ///
    /// **Throws:** ``PythonError`` for a text that has no bytes.
    package func signedBytes() throws(PythonError) -> [UInt8] {
        Array(try PythonJSONWriter.text(.dictionary(members)).utf8)
    }

    /// A careful validator's doubt; nil for none. The published code leaves this to its readers.
    ///
    /// - Parameters:
    ///   - epoch: the id that was asked for.
    ///   - gatewayKey: in base64; nil where the gateway's signature is not looked at.
    /// **Throws:** ``PythonError`` for a text that has no bytes, or a key that is none.
    package func fault(epoch: String, gatewayKey: String?) throws(PythonError) -> String? {
        var settled = PythonDictionary()
        for (name, value) in members.members
        where !name.equals("root") && !name.equals("gateway_sig") {
            settled[name] = value
        }
        let payload = Array(try PythonJSONWriter.text(.dictionary(settled)).utf8)
        func isMember(_ name: String, _ expected: String) -> Bool {
            guard case .string(let text)? = members[name] else { return false }
            return text.equals(expected)
        }
        guard isMember("epoch_id", epoch) else { return "expected the epoch \(epoch), got another" }
        guard isMember("root", Digests.sha256(payload).text) else {
            return "expected the root of the snapshot's own members, got another"
        }
        guard let gatewayKey else { return nil }
        let isSigned = try PublishedSignature.verifies(
            key: .text(gatewayKey), message: payload,
            signature: members["gateway_sig"] ?? PythonValue.none)
        return isSigned ? nil : "expected the gateway's signature, got none that is right"
    }
}
