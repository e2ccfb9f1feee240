/// A block in its place, and the state after it.
package struct HybridTip: Sendable {
    package let hash: [UInt8]
    package let parent: [UInt8]
    /// 0 of the genesis.
    package let number: UInt64
    package let slot: UInt64
    package let state: HybridState

    package init(
        hash: [UInt8], parent: [UInt8], number: UInt64, slot: UInt64, state: HybridState
    ) {
        self.hash = hash
        self.parent = parent
        self.number = number
        self.slot = slot
        self.state = state
    }

    /// The place before the first block.
    package init(_ genesis: HybridGenesis) {
        self.init(
            hash: genesis.tip, parent: HybridHeader.noUpdate, number: 0, slot: 0,
            state: HybridState(genesis))
    }
}
