internal import CSecp256k1

/// ECDSA over secp256k1 with digests as they are given.
///
/// **Source:** SEC 1 and SEC 2; RFC 6979 for nonces.
public enum Secp256k1 {
    public static let privateKeyByteCount = 32
    public static let signatureByteCount = 64
    /// Digests are numbers: shorter ones are the same numbers in more bytes.
    static let digestByteCountMax = 32

    /// A digest in the 32 bytes that the library takes. **Precondition:** 32 bytes at most.
    static func padded(_ digest: [UInt8]) -> [UInt8] {
        precondition(digest.count <= digestByteCountMax, "a digest of \(digest.count) bytes")
        return [UInt8](repeating: 0, count: digestByteCountMax - digest.count) + digest
    }
}

/// A point of the curve, other than infinity.
///
/// **Why @unchecked:** bytes that nobody writes to.
@safe public struct Secp256k1PublicKey: @unchecked Sendable {
    private var key: secp256k1_pubkey

    /// - Parameter bytes: x‖y (64 bytes), or one of SEC 1's forms: compressed (33, from 2 or 3),
    ///   uncompressed (65, from 4), hybrid (65, from 6 or 7).
    ///
    /// Nil where they are no point.
    public init?(bytes: [UInt8]) {
        let form = bytes.count == 64 ? [4] + bytes : bytes
        key = secp256k1_pubkey()
        guard
            unsafe secp256k1_ec_pubkey_parse(
                csecp256k1_context()!, &key, form, form.count) == 1
        else { return nil }
    }

    /// Nil for 0 and from the curve's order on.
    public init?(privateKey: [UInt8]) {
        guard privateKey.count == Secp256k1.privateKeyByteCount else { return nil }
        key = secp256k1_pubkey()
        let isKey = unsafe SigningContext.shared.with { context in
            unsafe secp256k1_ec_pubkey_create(context, &key, privateKey) == 1
        }
        guard isKey else { return nil }
    }

    /// x‖y, 64 bytes.
    public var rawBytes: [UInt8] { Array(serialized(SECP256K1_EC_UNCOMPRESSED, count: 65)[1...]) }

    /// 33 bytes.
    public var compressedBytes: [UInt8] { serialized(SECP256K1_EC_COMPRESSED, count: 33) }

    private func serialized(_ form: Int32, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var written = count
        let isDone = unsafe withUnsafePointer(to: key) { key in
            unsafe secp256k1_ec_pubkey_serialize(
                csecp256k1_context()!, &bytes, &written, key, UInt32(form))
        }
        precondition(isDone == 1 && written == count, "\(written) bytes of a public key")
        return bytes
    }

    /// Whether `signature`, r‖s, is one of `digest` by this key. Either s is good.
    ///
    /// **Precondition:** a digest of 32 bytes at most.
    public func verifies(_ signature: [UInt8], digest: [UInt8]) -> Bool {
        guard signature.count == Secp256k1.signatureByteCount else { return false }
        var parsed = secp256k1_ecdsa_signature()
        let context = unsafe csecp256k1_context()!
        guard
            unsafe secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature) == 1
        else { return false }
        // The library takes the lower s alone, which is good wherever the other is.
        var low = secp256k1_ecdsa_signature()
        _ = unsafe secp256k1_ecdsa_signature_normalize(context, &low, &parsed)
        return unsafe withUnsafePointer(to: key) { key in
            unsafe secp256k1_ecdsa_verify(context, &low, Secp256k1.padded(digest), key) == 1
        }
    }

    /// Whether a signature, r‖s, has the lower of its two possible s.
    public static func hasLowS(_ signature: [UInt8]) -> Bool {
        var parsed = secp256k1_ecdsa_signature()
        let context = unsafe csecp256k1_context()!
        guard signature.count == Secp256k1.signatureByteCount,
            unsafe secp256k1_ecdsa_signature_parse_compact(context, &parsed, signature) == 1
        else { return false }
        return unsafe secp256k1_ecdsa_signature_normalize(context, nil, &parsed) == 0
    }
}

/// The library's context for signing, made once.
///
/// **Why @unchecked:** the library only reads a context while it signs.
@safe private final class SigningContext: @unchecked Sendable {
    static let shared = SigningContext()
    private let context: OpaquePointer

    private init() {
        unsafe context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE))
    }

    deinit { unsafe secp256k1_context_destroy(context) }

    func with<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(context) }
}

extension Secp256k1 {
    /// r‖s of `digest`, with the nonce of RFC 6979 over SHA-1 and s as it results, high or low:
    /// as python-ecdsa signs by default.
    ///
    /// Nil for a key that is not from 1 to the order less 1.
    ///
    /// **Precondition:** a digest of 20 bytes, SHA-1's.
    public static func signWithSHA1(digest: [UInt8], privateKey: [UInt8]) -> [UInt8]? {
        precondition(digest.count == Digests.sha1ByteCount, "a digest of \(digest.count) bytes")
        guard Secp256k1PublicKey(privateKey: privateKey) != nil else { return nil }
        var generator = DeterministicNonces(privateKey: privateKey, digest: padded(digest))
        while true {
            let nonce = generator.next()
            // 0 and what lies beyond the order are skipped, as the RFC has it.
            guard let point = Secp256k1PublicKey(privateKey: nonce) else { continue }
            return sign(padded(digest), privateKey, nonce, nonceIsOdd: point.rawBytes[63] & 1 == 1)
        }
    }

    /// The library hands out the lower s and tells, by the nonce point's parity, whether it turned
    /// it; it is turned back then.
    private static func sign(
        _ digest: [UInt8], _ privateKey: [UInt8], _ nonce: [UInt8], nonceIsOdd: Bool
    ) -> [UInt8] {
        var signature = secp256k1_ecdsa_recoverable_signature()
        var bytes = [UInt8](repeating: 0, count: signatureByteCount)
        var parity: Int32 = 0
        let isDone = unsafe SigningContext.shared.with { context in
            unsafe nonce.withUnsafeBytes { nonce in
                unsafe secp256k1_ecdsa_sign_recoverable(
                    context, &signature, digest, privateKey,
                    { nonce32, _, _, _, data, attempt in
                        guard attempt == 0, let nonce32 = unsafe nonce32, let data = unsafe data
                        else { return 0 }
                        unsafe UnsafeMutableRawPointer(nonce32).copyMemory(
                            from: data, byteCount: 32)
                        return 1
                    }, UnsafeMutableRawPointer(mutating: nonce.baseAddress)) == 1
                    && secp256k1_ecdsa_recoverable_signature_serialize_compact(
                        context, &bytes, &parity, &signature) == 1
            }
        }
        precondition(isDone, "no signature by a good key and nonce")
        let wasTurned = (parity & 1 == 1) != nonceIsOdd
        guard wasTurned else { return bytes }
        var high = Array(bytes[32...])
        let isNegated = unsafe secp256k1_ec_seckey_negate(csecp256k1_context()!, &high)
        precondition(isNegated == 1, "an s of 0")
        return bytes[..<32] + high
    }
}

extension Secp256k1 {
    /// r‖s of `digest`, with the lower s and the nonce of RFC 6979 over SHA-256.
    ///
    /// Nil for a key that is not from 1 to the order less 1.
    ///
    /// **Precondition:** a digest of 32 bytes.
    public static func sign(digest: Digest, privateKey: [UInt8]) -> [UInt8]? {
        guard Secp256k1PublicKey(privateKey: privateKey) != nil else { return nil }
        var signature = secp256k1_ecdsa_signature()
        var bytes = [UInt8](repeating: 0, count: signatureByteCount)
        let isDone = unsafe SigningContext.shared.with { context in
            unsafe secp256k1_ecdsa_sign(
                context, &signature, digest.bytes, privateKey, nil, nil) == 1
                && secp256k1_ecdsa_signature_serialize_compact(context, &bytes, &signature) == 1
        }
        precondition(isDone, "no signature by a good key")
        return bytes
    }
}
