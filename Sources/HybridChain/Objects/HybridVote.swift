package import Cryptography

/// A validator's vote for a link of checkpoints.
///
/// **Layout:** network 32 ‖ u64 source epoch ‖ source root 32 ‖ u64 target epoch ‖ target root 32 ‖
/// u16 index ‖ signature 64 (`vote`, all before): 178 bytes.
package struct HybridVote: Sendable, Equatable {
    package static let byteCount = 178

    package let network: [UInt8]
    package let link: HybridLink
    package let index: UInt16
    package let signature: [UInt8]
    /// All bytes, as they came.
    package let bytes: [UInt8]

    /// The fields of bytes: where there are too few, zeros; what is too much is left.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        network = reader.fixed(32)
        let source = HybridCheckpoint(epoch: reader.uint64(), root: reader.fixed(32))
        let target = HybridCheckpoint(epoch: reader.uint64(), root: reader.fixed(32))
        link = HybridLink(source: source, target: target)
        index = reader.uint16()
        signature = reader.fixed(Ed25519.signatureByteCount)
        self.bytes = bytes
    }

    /// A vote that its validator signs.
    package init(
        network: [UInt8], link: HybridLink, index: UInt16, signedBy key: Ed25519PrivateKey
    ) {
        let message = Self.message(network, link, index)
        self.init(bytes: message + HybridDomain.signature("vote", message, by: key))
    }

    private static func message(
        _ network: [UInt8], _ link: HybridLink, _ index: UInt16
    ) -> [UInt8] {
        network + link.source.bytes + link.target.bytes + index.hybridBytes
    }

    /// The bytes that are signed: all before the signature.
    package var message: [UInt8] { Self.message(network, link, index) }
}
