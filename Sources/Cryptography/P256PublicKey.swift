internal import Crypto

/// A public key of the curve P-256, for checking what other programs signed: the laboratory signs
/// nothing with it.
public struct P256PublicKey: Sendable {
    private let key: P256.Signing.PublicKey

    /// - Parameter bytes: a point in one of SEC 1's forms, compressed (33) or uncompressed (65).
    ///
    /// Nil where they are no point.
    public init?(bytes: [UInt8]) {
        let parsed =
            switch bytes.count {
            case 33: try? P256.Signing.PublicKey(compressedRepresentation: bytes)
            case 65: try? P256.Signing.PublicKey(x963Representation: bytes)
            default: nil as P256.Signing.PublicKey?
            }
        guard let parsed else { return nil }
        key = parsed
    }

    /// Whether `signature`, r‖s, is one of the SHA-256 of `message` by this key. Either s is good.
    public func verifies(_ signature: [UInt8], message: [UInt8]) -> Bool {
        guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
            return false
        }
        return key.isValidSignature(parsed, for: message)
    }
}
