internal import Crypto

/// Keys that follow from a key. **Source:** RFC 5869.
public enum KeyDerivation {
    /// HKDF with SHA-256. **Precondition:** at most 8,160 bytes of output.
    public static func hkdfSHA256(
        key: [UInt8], salt: [UInt8], info: [UInt8], byteCount: Int
    ) -> [UInt8] {
        precondition((1...255 * 32).contains(byteCount), "\(byteCount) bytes of HKDF-SHA-256")
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key), salt: salt, info: info,
            outputByteCount: byteCount)
        return unsafe derived.withUnsafeBytes { unsafe Array($0) }
    }
}
