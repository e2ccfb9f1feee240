package import Cryptography

/// A member's word that it executed an update of a slot again and found it right.
///
/// **Layout:** network 32 ‖ u64 slot ‖ update id 32 ‖ u16 index ‖ signature 64 (`ack`, all before):
/// 138 bytes.
package struct HybridAcknowledgement: Sendable, Equatable {
    package static let byteCount = 138

    package let network: [UInt8]
    package let slot: UInt64
    package let updateID: [UInt8]
    package let index: UInt16
    package let signature: [UInt8]
    /// All bytes, as they came.
    package let bytes: [UInt8]

    /// The fields of bytes: where there are too few, zeros; what is too much is left. `size`
    /// refuses both.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        network = reader.fixed(32)
        slot = reader.uint64()
        updateID = reader.fixed(32)
        index = reader.uint16()
        signature = reader.fixed(Ed25519.signatureByteCount)
        self.bytes = bytes
    }

    /// An acknowledgement with a signature that somebody made, as a certificate has it.
    package init(
        network: [UInt8], slot: UInt64, updateID: [UInt8], index: UInt16, signature: [UInt8]
    ) {
        self.init(
            bytes: Self.message(network, slot, updateID, index) + signature)
    }

    /// An acknowledgement that its member signs.
    package init(
        network: [UInt8], slot: UInt64, updateID: [UInt8], index: UInt16,
        signedBy key: Ed25519PrivateKey
    ) {
        let message = Self.message(network, slot, updateID, index)
        self.init(bytes: message + HybridDomain.signature("ack", message, by: key))
    }

    private static func message(
        _ network: [UInt8], _ slot: UInt64, _ updateID: [UInt8], _ index: UInt16
    ) -> [UInt8] {
        network + slot.hybridBytes + updateID + index.hybridBytes
    }

    /// The bytes that are signed: all before the signature.
    package var message: [UInt8] { Self.message(network, slot, updateID, index) }
}
