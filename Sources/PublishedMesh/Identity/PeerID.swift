/// The name of a peer: a multihash of its public key.
package struct PeerID: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Base58.
    package var text: String { Base58.text(of: bytes) }
}
