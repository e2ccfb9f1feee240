/// The chain that ends in a block: its ancestors, and nothing of other branches.
package struct HybridChainView {
    package let tip: HybridTip
    private let judged: (_ hash: [UInt8]) -> HybridTip?

    /// - Parameter judged: the blocks that were judged, by hash.
    package init(
        _ tip: HybridTip, judged: @escaping (_ hash: [UInt8]) -> HybridTip?
    ) {
        self.tip = tip
        self.judged = judged
    }

    /// The last block whose slot is at most this; the first one where a missing guard let slots go
    /// back.
    package func last(notAbove slot: UInt64) -> HybridTip {
        var place = tip
        while place.slot > slot, let parent = judged(place.parent) { place = parent }
        return place
    }

    /// The blocks from a number on, at least 1, in their order.
    package func blocks(from number: UInt64) -> [HybridTip] {
        var blocks: [HybridTip] = []
        var place = tip
        while place.number >= max(number, 1) {
            blocks.append(place)
            guard let parent = judged(place.parent) else { break }
            place = parent
        }
        return blocks.reversed()
    }

    /// The block of this hash, if it is the tip or an ancestor of it.
    package func ancestor(_ hash: [UInt8]) -> HybridTip? {
        guard let found = judged(hash) else { return nil }
        var place = tip
        while place.number > found.number, let parent = judged(place.parent) { place = parent }
        return place.hash == hash ? found : nil
    }
}
