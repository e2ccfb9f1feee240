internal import Cryptography
internal import Encodings
internal import PythonValues
package import Trials

/// A note, a credit, an order or an ask as anybody reads it, who knows neither the network nor its
/// parties.
package struct SignedRequest {
    private let kind: RequestBuilder.Kind
    private let payload: [UInt8]
    private let signature: [UInt8]

    /// **Throws:** ``Refusal`` by `size`, `json`, `canonical`, `fields`, `text_type` or
    /// `signature_form`.
    package init(_ bytes: [UInt8], _ kind: RequestBuilder.Kind) throws(Refusal) {
        self.kind = kind
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.requestByteCountMax, guards: .all)
        var keys: [String] = []
        for member in document.members.members where !member.key.equals("signature") {
            keys.append(member.key.shown)
        }
        let fields = try HardenedFields(document, keys + ["signature"], .all)
        signature = try fields.signature("signature")
        payload = try document.payload(keys)
    }

    /// A digest of all but the signature, in hex: a note's id, an order's session.
    package var id: String { kind.domain.digest(payload).text }

    /// Whether the holder of a key, in base64, signed it.
    package func isSigned(by key: String) -> Bool {
        Ed25519.verifies(
            signature, message: kind.domain.message(payload),
            publicKey: Base64.bytes(of: key) ?? [])
    }
}
