/// The body of an update: which deltas make which new weights.
///
/// **Layout:** network 32 ‖ u64 slot ‖ parent block's hash 32 ‖ hash of the weights that it changes
/// 32 ‖ u16 n ‖ n ids of deltas, by rising validator ‖ hash of the new weights 32.
package struct HybridUpdate: Sendable, Equatable {
    package let network: [UInt8]
    package let slot: UInt64
    package let parent: [UInt8]
    package let base: [UInt8]
    package let deltaIDs: [[UInt8]]
    package let weightsHash: [UInt8]
    /// All bytes, as they came.
    package let bytes: [UInt8]
    /// Whether the bytes are the layout of at most 64 deltas, and nothing else.
    package let isExact: Bool

    /// The fields of bytes: where there are too few, zeros; what is too much is left. `update_size`
    /// refuses both.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        network = reader.fixed(32)
        slot = reader.uint64()
        parent = reader.fixed(32)
        base = reader.fixed(32)
        let count = Int(reader.uint16())
        deltaIDs = (0..<min(count, HybridLimits.validatorCountMax)).map { _ in reader.fixed(32) }
        weightsHash = reader.fixed(32)
        self.bytes = bytes
        isExact = reader.isExact && count <= HybridLimits.validatorCountMax
    }

    /// **Precondition:** hashes of 32 bytes, at most 64 ids.
    package init(
        network: [UInt8], slot: UInt64, parent: [UInt8], base: [UInt8], deltaIDs: [[UInt8]],
        weightsHash: [UInt8]
    ) {
        let count = UInt16(deltaIDs.count).hybridBytes
        self.init(
            bytes: network + slot.hybridBytes + parent + base + count
                + deltaIDs.flatMap { $0 } + weightsHash)
    }

    /// H(`update`, all).
    package var id: [UInt8] { HybridDomain.digest("update", bytes) }
}
