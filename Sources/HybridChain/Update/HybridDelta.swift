package import Cryptography

/// A trainer's change of the weights, in factors, signed.
///
/// **Layout:** network 32 ‖ u64 slot ‖ hash of the weights that it changes 32 ‖ u16 index ‖ int32
/// factors A1 [r, D], B1 [H, r], A2 [r, H], B2 [C, r] ‖ signature 64 (`delta`, all before).
package struct HybridDelta: Sendable, Equatable {
    package let network: [UInt8]
    package let slot: UInt64
    package let base: [UInt8]
    package let index: UInt16
    package let factors: [Int32]
    package let signature: [UInt8]
    /// All bytes, as they came.
    package let bytes: [UInt8]

    /// The fields of bytes: where there are too few, zeros; what is too much is left. The guard
    /// `size` refuses both.
    package init(bytes: [UInt8], shape: HybridShape) {
        var reader = HybridReader(bytes)
        network = reader.fixed(32)
        slot = reader.uint64()
        base = reader.fixed(32)
        index = reader.uint16()
        factors = (0..<shape.factorCount).map { _ in reader.int32() }
        signature = reader.fixed(Ed25519.signatureByteCount)
        self.bytes = bytes
    }

    /// A delta that its trainer signs.
    package init(
        network: [UInt8], slot: UInt64, base: [UInt8], index: UInt16, factors: [Int32],
        signedBy key: Ed25519PrivateKey
    ) {
        let message = Self.message(network, slot, base, index, factors)
        self.network = network
        self.slot = slot
        self.base = base
        self.index = index
        self.factors = factors
        signature = HybridDomain.signature("delta", message, by: key)
        bytes = message + signature
    }

    private static func message(
        _ network: [UInt8], _ slot: UInt64, _ base: [UInt8], _ index: UInt16, _ factors: [Int32]
    ) -> [UInt8] {
        network + slot.hybridBytes + base + index.hybridBytes + factors.flatMap(\.hybridBytes)
    }

    /// The bytes that are signed: all before the signature.
    package var message: [UInt8] { Self.message(network, slot, base, index, factors) }

    /// H(`delta`, all): the signature, too, or else an accuser could swap it and frame who
    /// acknowledged the update.
    package var id: [UInt8] { Self.id(of: bytes) }

    package static func id(of bytes: [UInt8]) -> [UInt8] { HybridDomain.digest("delta", bytes) }
}
