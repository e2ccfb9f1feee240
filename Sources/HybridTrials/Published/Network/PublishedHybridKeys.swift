package import Cryptography
package import PublishedHybrid

/// The keys of a party: those of the genesis, and one that stands in for its key of the curve.
package struct PublishedHybridKeys: Sendable {
    /// 48 bytes, from which the peer's id follows.
    package let publicKey: [UInt8]
    package let signing: Ed25519PrivateKey

    init(_ name: String, _ keyring: HybridKeyring) {
        let secret = keyring.secret(name)
        publicKey = GenesisKeys(seed: secret).publicKey
        signing = Ed25519PrivateKey(seed: secret)
    }

    /// The keys that follow from a seed of the genesis.
    init(genesisSeed: [UInt8]) {
        let keys = GenesisKeys(seed: genesisSeed)
        publicKey = keys.publicKey
        signing = Ed25519PrivateKey(seed: keys.privateKey)
    }

    /// The seed that is shipped with the published code, and that everybody knows.
    static let shippedSeed: [UInt8] = Array(
        repeatElement([0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF], count: 4).joined())

    package var peer: PeerIdentifier { PeerIdentifier(publicKey: publicKey) }
}
