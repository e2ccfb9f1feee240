package import Cryptography

/// Hashes and signatures of the hardened hybrid chain: each begins with the domain of its name, so
/// that no bytes hashed or signed as one thing can be shown as another. Golden-bearing.
package enum HybridDomain {
    /// D(N): `glyphlab/hybrid/1/N` and a zero byte.
    package static func prefix(_ name: String) -> [UInt8] {
        Array("glyphlab/hybrid/1/\(name)".utf8) + [0]
    }

    /// The hasher that has absorbed D(N).
    package static func hasher(_ name: String) -> SHA256Hasher {
        var hasher = SHA256Hasher()
        hasher.update(prefix(name))
        return hasher
    }

    /// H(N, …) = SHA-256 of D(N) and the parts.
    package static func digest(_ name: String, _ parts: [UInt8]...) -> [UInt8] {
        var hasher = hasher(name)
        for part in parts { hasher.update(part) }
        return hasher.finalized().bytes
    }

    /// sign(N, m): Ed25519 over D(N)‖m.
    package static func signature(
        _ name: String, _ message: [UInt8], by key: Ed25519PrivateKey
    ) -> [UInt8] {
        key.signature(of: prefix(name) + message)
    }

    /// Whether a signature is sign(N, m) by the key, by the strict rule: S below the group's order,
    /// neither the key nor R of small order, the key in canonical form, no cofactor.
    package static func isSigned(
        _ name: String, _ message: [UInt8], _ signature: [UInt8], by publicKey: [UInt8]
    ) -> Bool {
        Ed25519.verifies(signature, message: prefix(name) + message, publicKey: publicKey)
    }
}
