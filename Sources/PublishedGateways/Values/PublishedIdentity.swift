internal import Cryptography
internal import Encodings
package import PythonValues

/// A party's key pair. **Source:** the published code, identity.
package struct PublishedIdentity: Sendable {
    private let privateKey: Ed25519PrivateKey

    /// **Precondition:** a seed of 32 bytes.
    package init(seed: [UInt8]) {
        privateKey = Ed25519PrivateKey(seed: seed)
    }

    /// The key pair of a secret file's text: the seed in base64, read as leniently as Python does.
    ///
    /// **Throws:** ``PythonError`` as ``Base64Text/decoded(_:)`` has it, and a value where the seed
    /// has not 32 bytes.
    package init(secretText: PythonText) throws(PythonError) {
        let seed = try Base64Text.decoded(.string(secretText.stripped()))
        guard seed.count == Ed25519.seedByteCount else {
            throw .value("An Ed25519 private key is 32 bytes long")
        }
        privateKey = Ed25519PrivateKey(seed: seed)
    }

    /// A new key pair, drawn by the system's randomness.
    package static func generated() -> PublishedIdentity {
        PublishedIdentity(seed: Ed25519PrivateKey.generated().seed)
    }

    /// In base64: the text by which ledgers tell parties apart.
    package var publicKey: String { Base64.text(of: privateKey.publicKey) }

    /// The content of a secret file: the seed in base64 and a line feed.
    package var secretText: String { Base64.text(of: privateKey.seed) + "\n" }

    /// In base64, of the message as it is, without a domain.
    package func signature(of message: [UInt8]) -> String {
        Base64.text(of: privateKey.signature(of: message))
    }
}

/// The published check of signatures.
package enum PublishedSignature {
    /// Whether the signature is one of the message by the key.
    ///
    /// The key is decoded outside the published `try`, so that a bad one raises; anything wrong
    /// with the signature is false. Keys of small order pass.
    /// **Throws:** ``PythonError`` as ``Base64Text/decoded(_:)`` has it of the key, and a value
    /// where that has not 32 bytes.
    package static func verifies(
        key: PythonValue, message: [UInt8], signature: PythonValue
    ) throws(PythonError) -> Bool {
        let keyBytes = try Base64Text.decoded(key)
        guard keyBytes.count == Ed25519.publicKeyByteCount else {
            throw .value("An Ed25519 public key is 32 bytes long")
        }
        let signatureBytes: [UInt8]
        do throws(PythonError) {
            signatureBytes = try Base64Text.decoded(signature)
        } catch {
            return false
        }
        return Ed25519.verifiesWithSmallOrders(
            signatureBytes, message: message, publicKey: keyBytes)
    }
}
