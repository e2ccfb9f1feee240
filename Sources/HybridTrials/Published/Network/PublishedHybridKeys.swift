internal import Cryptography
internal import PublishedHybrid

/// The keys of a party: those of the genesis, and one that stands in for its key of the curve.
struct PublishedHybridKeys: Sendable {
    /// 48 bytes, from which the peer's id follows.
    let publicKey: [UInt8]
    let signing: Ed25519PrivateKey

    init(_ name: String, _ keyring: HybridKeyring) {
        let secret = keyring.secret(name)
        publicKey = GenesisKeys(seed: secret).publicKey
        signing = Ed25519PrivateKey(seed: secret)
    }

    var peer: PeerIdentifier { PeerIdentifier(publicKey: publicKey) }
}
