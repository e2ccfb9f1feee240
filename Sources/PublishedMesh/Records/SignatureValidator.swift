package import Cryptography
internal import Encodings
package import PythonValues

/// The reason why a record's signature is refused.
package enum SignatureRefusal: String, Sendable {
    /// Key and subkey name different owners.
    case owners
    /// The value has not exactly one signature.
    case signatureCount = "signature_count"
    /// The signature is not one of the record by its owner.
    case signature
}

/// Records that name an owner are signed by it.
package final class SignatureValidator: RecordValidator {
    package let typeName = "SignatureValidator"
    package let priority = 10
    private let privateKey: Ed25519PrivateKey
    private let ownText: [UInt8]

    package init(privateKey: Ed25519PrivateKey) {
        self.privateKey = privateKey
        ownText = MeshPublicKey.ed25519(privateKey.publicKey).text
    }

    /// The marker that makes a record this owner's.
    package var ownMarker: [UInt8] { RecordMarker.owner.bytes(around: ownText) }

    /// Why a record is refused; nil for a good one, such as one without an owner.
    ///
    /// **Throws:** ``PythonError`` where the owner's key cannot be read.
    package func refusal(of record: MeshRecord) throws(PythonError) -> SignatureRefusal? {
        let owners =
            RecordMarker.owner.contents(of: record.key)
            + (record.subkey.map(RecordMarker.owner.contents(of:)) ?? [])
        guard let owner = owners.first else { return nil }
        guard owners.allSatisfy({ $0 == owner }) else { return .owners }
        let key = try MeshPublicKey(text: owner)
        let signatures = RecordMarker.signature.contents(of: record.value)
        guard let signature = signatures.first, signatures.count == 1 else {
            return .signatureCount
        }
        let message = try record.with(value: strippedValue(of: record)).signedBytes()
        return key.verifies(base64: signature, message: message) ? nil : .signature
    }

    package func validate(
        _ record: MeshRecord, for request: RecordRequest
    ) throws(PythonError) -> Bool {
        try refusal(of: record) == nil
    }

    package func signedValue(of record: MeshRecord) throws(PythonError) -> [UInt8] {
        if !RecordMarker.owner.stands(around: ownText, in: record.key) {
            guard let subkey = record.subkey else {
                throw .type("argument of type 'NoneType' is not iterable")
            }
            guard RecordMarker.owner.stands(around: ownText, in: subkey) else {
                return record.value
            }
        }
        let signature = privateKey.signature(of: try record.signedBytes())
        return record.value
            + RecordMarker.signature.bytes(around: Array(Base64.text(of: signature).utf8))
    }

    package func strippedValue(of record: MeshRecord) -> [UInt8] {
        RecordMarker.signature.stripped(record.value)
    }

    /// A second one is dropped.
    package func merge(_ other: any RecordValidator) -> Bool { other is SignatureValidator }
}
