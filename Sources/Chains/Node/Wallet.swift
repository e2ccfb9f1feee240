package import Cryptography

/// A key and its address, the same on both chains. The keys of the lab guard nothing but the lab's
/// coins: they follow from a text, so that a trial can be repeated.
package struct Wallet: Sendable {
    package let privateKey: [UInt8]
    package let publicKey: Secp256k1PublicKey
    /// 40 lower-case hex digits.
    package let address: String

    package init(seed: String) {
        var key = Digests.sha256(Array("glyphlab/wallet/1".utf8) + seed.utf8).bytes
        while true {
            if let publicKey = Secp256k1PublicKey(privateKey: key) {
                privateKey = key
                self.publicKey = publicKey
                address = String(Digests.sha256(publicKey.rawBytes).text.prefix(40))
                return
            }
            key = Digests.sha256(key).bytes
        }
    }
}
