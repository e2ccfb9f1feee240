internal import Cryptography

/// The way of a mesh to sign.
package enum MeshSignatures: Sendable {
    case ed25519
    /// A keyed digest in the place of a signature, for simulations of many nodes: only who has the
    /// secret, which is the simulation, can make it.
    case standIn(secret: [UInt8])

    package static let byteCount = 64

    /// Whether `signature` is one of `message` by the key. The message is hashed in its domain.
    package func verifies(
        _ signature: [UInt8], _ domain: String, _ message: [UInt8], by key: MeshKey
    ) -> Bool {
        let digest = Self.digest(domain, message)
        switch self {
        case .ed25519:
            return Ed25519.verifies(signature, message: digest, publicKey: key.bytes)
        case .standIn(let secret):
            return signature == Self.standIn(secret, key, digest)
        }
    }

    static func standIn(_ secret: [UInt8], _ key: MeshKey, _ digest: [UInt8]) -> [UInt8] {
        Digests.sha256(secret + key.bytes + digest).bytes + digest
    }

    /// The signed bytes: SHA-256 of the domain, a zero byte, and the message.
    static func digest(_ domain: String, _ message: [UInt8]) -> [UInt8] {
        Digests.sha256(Array(domain.utf8) + [0] + message).bytes
    }
}

/// A key that signs for a peer.
package struct MeshSigner: Sendable {
    package let key: MeshKey
    package let signatures: MeshSignatures
    private let secret: Ed25519PrivateKey

    /// **Precondition:** a seed of 32 bytes.
    package init(seed: [UInt8], _ signatures: MeshSignatures = .ed25519) {
        secret = Ed25519PrivateKey(seed: seed)
        guard let key = MeshKey(secret.publicKey) else { preconditionFailure("a key of 32 bytes") }
        self.key = key
        self.signatures = signatures
    }

    /// 64 bytes.
    package func signature(_ domain: String, _ message: [UInt8]) -> [UInt8] {
        let digest = MeshSignatures.digest(domain, message)
        switch signatures {
        case .ed25519: return secret.signature(of: digest)
        case .standIn(let word): return MeshSignatures.standIn(word, key, digest)
        }
    }
}
