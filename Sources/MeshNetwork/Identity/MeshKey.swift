/// A peer's public key: the 32 bytes of an Ed25519 key, which is the only spelling of its owner.
package struct MeshKey: Sendable, Hashable, Comparable {
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes. Whether they are a key shows at its first signature:
    /// libsodium refuses keys of small order, and those that are not in canonical form.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    package static func < (first: MeshKey, second: MeshKey) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }
}
