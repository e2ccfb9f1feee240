internal import Cryptography

/// The head of a block: all that is hashed and signed.
///
/// **Layout:** network 32 ‖ u64 number ‖ u64 slot ‖ parent 32 ‖ u16 proposer ‖ update id 32 ‖
/// H(`acks`, certificate) ‖ H(`evidence`, evidence) ‖ H(`votes`, votes) ‖ state root 32 ‖ u64 nonce
/// ‖ signature 64 (`proposal`, hash): 314 bytes.
package struct HybridHeader: Sendable, Equatable {
    package static let byteCount = 314

    package let network: [UInt8]
    package let number: UInt64
    package let slot: UInt64
    package let parent: [UInt8]
    package let proposer: UInt16
    /// Zeros for a block without an update.
    package let updateID: [UInt8]
    package let roots: Roots
    package let stateRoot: [UInt8]
    package let nonce: UInt64
    package let signature: [UInt8]
    /// H(`block`, all before the signature: 250 bytes).
    package let hash: [UInt8]
    /// All bytes, as they came.
    package let bytes: [UInt8]

    /// The hashes of a block's parts.
    package struct Roots: Sendable, Equatable {
        package let certificate: [UInt8]
        package let evidence: [UInt8]
        package let votes: [UInt8]

        init(_ reader: inout HybridReader) {
            certificate = reader.fixed(32)
            evidence = reader.fixed(32)
            votes = reader.fixed(32)
        }

        package init(certificate: [UInt8], evidence: [UInt8], votes: [UInt8]) {
            self.certificate = HybridDomain.digest("acks", certificate)
            self.evidence = HybridDomain.digest("evidence", evidence)
            self.votes = HybridDomain.digest("votes", votes)
        }

        var bytes: [UInt8] { certificate + evidence + votes }
    }

    /// The fields of bytes: where there are too few, zeros; what is too much is left. `size`
    /// refuses both.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        network = reader.fixed(32)
        number = reader.uint64()
        slot = reader.uint64()
        parent = reader.fixed(32)
        proposer = reader.uint16()
        updateID = reader.fixed(32)
        roots = Roots(&reader)
        stateRoot = reader.fixed(32)
        nonce = reader.uint64()
        signature = reader.fixed(Ed25519.signatureByteCount)
        hash = HybridDomain.digest("block", Array(bytes.dropLast(Ed25519.signatureByteCount)))
        self.bytes = bytes
    }

    /// The bytes that the nonce follows, 242.
    package static func bytesBeforeNonce(
        network: [UInt8], number: UInt64, slot: UInt64, parent: [UInt8], proposer: UInt16,
        updateID: [UInt8], roots: Roots, stateRoot: [UInt8]
    ) -> [UInt8] {
        network + number.hybridBytes + slot.hybridBytes + parent + proposer.hybridBytes
            + updateID + roots.bytes + stateRoot
    }

    /// Whether no update comes with the block.
    package var isEmpty: Bool { updateID == Self.noUpdate }

    package static let noUpdate = [UInt8](repeating: 0, count: 32)
}
