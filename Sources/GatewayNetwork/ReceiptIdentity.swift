internal import Cryptography
internal import Encodings
internal import PythonValues

/// A party with a key, which follows from a text.
package struct ReceiptIdentity: Sendable {
    private let privateKey: Ed25519PrivateKey

    /// Golden-bearing: Ed25519's seed is SHA-256 of a domain and the text's digest.
    package init(seed: String) {
        privateKey = Ed25519PrivateKey(
            seed: Digests.sha256(
                Array("glyphlab/receipts/identity/1".utf8) + Digests.sha256(seed.utf8).bytes
            ).bytes)
    }

    /// The party whose private key this is. **Precondition:** 32 bytes.
    package init(privateSeed: [UInt8]) {
        privateKey = Ed25519PrivateKey(seed: privateSeed)
    }

    /// The public key, in base64.
    package var key: String { Base64.text(of: privateKey.publicKey) }

    /// The private key as Ed25519 has it: a seed of 32 bytes.
    package var privateSeed: [UInt8] { privateKey.seed }

    /// In base64, of the message as it is.
    package func signature(of message: [UInt8]) -> String {
        Base64.text(of: privateKey.signature(of: message))
    }
}
