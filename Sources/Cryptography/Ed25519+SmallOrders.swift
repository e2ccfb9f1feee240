internal import Crypto

extension Ed25519 {
    /// Whether `signature` is one of `message` by the key, as OpenSSL has it, which differs from
    /// libsodium in keys and R alone: small orders pass, and a key's y is taken modulo p.
    ///
    /// True where S is below the group's order and the encoding of S·B − h·A has R's bytes. Never
    /// where the signature or the key has another number of bytes than it should.
    /// **Source:** BoringSSL, `ED25519_verify`, of the same origin as OpenSSL's.
    public static func verifiesWithSmallOrders(
        _ signature: [UInt8], message: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        guard signature.count == signatureByteCount, publicKey.count == publicKeyByteCount,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
