internal import Cryptography
internal import Encodings
package import PythonValues

/// `CryptoManager`'s signatures: base64 of ECDSA over SHA-256 in DER.
package enum PublishedSignature {
    /// The text where signing fails, which a payment then carries.
    package static let failure = "invalid_signature"

    /// `sign_data(private_key, value)`, with the nonce of RFC 6979 where the published code draws
    /// one, and the lower s.
    package static func sign(_ value: PythonValue, privateKey: PythonText) -> String {
        guard let message = message(value), let secret = KeyText.secret(of: privateKey),
            let scalars = Secp256k1.sign(digest: Digests.sha256(message), privateKey: secret)
        else { return failure }
        return Base64.text(of: SignatureForm.bytes(of: scalars))
    }

    /// `verify_signature(public_key, value, signature)`: false where anything raises.
    package static func verifies(
        _ signature: PythonText, of value: PythonValue, publicKey: PythonText
    ) -> Bool {
        guard let key = KeyText.publicKey(of: publicKey), let message = message(value),
            let bytes = KeyText.decoded(signature),
            let scalars = SignatureForm.scalars(of: bytes)
        else { return false }
        return key.verifies(scalars, message: message)
    }

    /// The bytes that are signed: the JSON of an object, `str(value)` of all else; nil where they
    /// cannot be spelt.
    private static func message(_ value: PythonValue) -> [UInt8]? {
        if case .dictionary = value {
            return (try? PublishedHash.encoding(value)).map { Array($0.utf8) }
        }
        return try? value.text().utf8()
    }
}
