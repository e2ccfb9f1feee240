internal import Cryptography

/// The eight bytes by which a member of a committee is known in the record network.
///
/// Keys of any length have one, and 64 bits do not tell all keys apart.
/// **Source:** page, section 1.
package struct PeerIdentifier: Sendable, Hashable {
    package static let byteCount = 8

    package let bytes: [UInt8]

    /// The identifier of a public key, whatever its bytes.
    package init(publicKey: some Sequence<UInt8>) {
        bytes = Array(Digests.sha256(Array(publicKey)).bytes.prefix(Self.byteCount))
    }
}
