package import Cryptography

/// The keys of a laboratory's validators, which everybody can draw from a chain's name: never keys
/// of a chain that holds anything.
package enum LabKeys {
    /// So many keys of the seeds H(`key`, SHA-256(name)‖u16 i), by rising public key.
    ///
    /// **Precondition:** at most 2^16.
    package static func keys(name: [UInt8], count: Int) -> [Ed25519PrivateKey] {
        let hash = Digests.sha256(name).bytes
        return (0..<count)
            .map { index in
                Ed25519PrivateKey(
                    seed: HybridDomain.digest("key", hash, UInt16(index).hybridBytes))
            }
            .sorted { $0.publicKey.lexicographicallyPrecedes($1.publicKey) }
    }
}
