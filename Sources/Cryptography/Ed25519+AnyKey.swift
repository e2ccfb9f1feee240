internal import Crypto

extension Ed25519 {
    /// The same as ``verifies(_:message:publicKey:)`` as OpenSSL has it: keys and R of small order,
    /// and keys that are not in canonical form, are taken, too.
    ///
    /// **Source:** BoringSSL, `ED25519_verify`, whose rules are those of OpenSSL.
    public static func verifiesAnyKey(
        _ signature: [UInt8], message: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        guard signature.count == signatureByteCount,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
