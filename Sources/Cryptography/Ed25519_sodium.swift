internal import CSodium

/// Ed25519 as libsodium makes and takes it.
///
/// RFC 8032 leaves some points and numbers to the verifier. The library refuses an s from the
/// group's order on, keys and R of small order, and keys that are not in canonical form; it checks
/// the equation without the cofactor.
/// **Source:** RFC 8032; libsodium 1.0.18, `crypto_sign`.
public enum Ed25519 {
    public static let seedByteCount = 32
    public static let publicKeyByteCount = 32
    public static let signatureByteCount = 64

    /// Whether `signature` is one of `message` by the key; never where it or the key has another
    /// number of bytes than it should.
    public static func verifies(
        _ signature: [UInt8], message: [UInt8], publicKey: [UInt8]
    ) -> Bool {
        precondition(Sodium.isReady, "libsodium did not start")
        guard signature.count == signatureByteCount, publicKey.count == publicKeyByteCount else {
            return false
        }
        return unsafe crypto_sign_ed25519_verify_detached(
            signature, message, UInt64(message.count), publicKey) == 0
    }
}

/// A key that signs. Signing draws nothing at random: the same message gives the same signature.
public struct Ed25519PrivateKey: Sendable {
    private let secret: [UInt8]  // seed ‖ public key
    public let publicKey: [UInt8]

    /// **Precondition:** a seed of 32 bytes.
    public init(seed: [UInt8]) {
        precondition(seed.count == Ed25519.seedByteCount, "a seed of \(seed.count) bytes")
        precondition(Sodium.isReady, "libsodium did not start")
        var publicKey = [UInt8](repeating: 0, count: Ed25519.publicKeyByteCount)
        var secret = [UInt8](repeating: 0, count: 64)
        let isDone = unsafe crypto_sign_ed25519_seed_keypair(&publicKey, &secret, seed) == 0
        precondition(isDone, "no key of a seed")
        self.publicKey = publicKey
        self.secret = secret
    }

    /// A new key, drawn by the system's randomness.
    public static func generated() -> Ed25519PrivateKey {
        Ed25519PrivateKey(seed: SystemRandom.bytes(count: Ed25519.seedByteCount))
    }

    /// The seed that the key follows from, 32 bytes: as secret as the key.
    public var seed: [UInt8] { Array(secret.prefix(Ed25519.seedByteCount)) }

    /// R‖s, 64 bytes.
    public func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
        let isDone =
            unsafe crypto_sign_ed25519_detached(
                &signature, nil, message, UInt64(message.count), secret) == 0
        precondition(isDone, "no signature by a good key")
        return signature
    }
}
