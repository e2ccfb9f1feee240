package import Trials

/// The blocks that a node has judged, on all branches, with the states after them, and the head of
/// the best chain.
///
/// The best chain has the highest justified checkpoint; of such, most blocks; of equal ones, the
/// smaller hash. It never leaves the highest checkpoint that the head has finalised.
package final class HybridTree {
    package let rules: HybridRules
    private var tips: [[UInt8]: HybridTip] = [:]  // looked up, never iterated
    private var blocks: [[UInt8]: HybridBlock] = [:]  // looked up, never iterated
    /// The hashes of the blocks that were taken, in their order.
    package private(set) var order: [[UInt8]] = []
    package private(set) var head: HybridTip
    /// The highest checkpoint that a head finalised.
    package private(set) var finalised: HybridCheckpoint

    package init(_ rules: HybridRules) {
        self.rules = rules
        head = HybridTip(rules.genesis)
        finalised = head.state.finality.finalised
        tips[head.hash] = head
    }

    package func tip(_ hash: [UInt8]) -> HybridTip? { tips[hash] }

    package func block(_ hash: [UInt8]) -> HybridBlock? { blocks[hash] }

    /// The chain that ends in a place.
    package func chain(to tip: HybridTip) -> HybridChainView {
        HybridChainView(tip) { [unowned self] in tips[$0] }
    }

    /// The chain that ends in the head.
    package var main: HybridChainView { chain(to: head) }

    /// Judges a block on the parent that it names, and moves to it where its chain is the best.
    ///
    /// - Parameter known: the bytes of the delta with an id, if the node has them.
    /// **Result:** whether the block is new. **Throws:** ``Refusal``, which changes nothing.
    @discardableResult
    package func take(
        _ block: HybridBlock, known: (_ id: [UInt8]) -> [UInt8]?
    ) throws(Refusal) -> Bool {
        let guards = rules.guards
        // The same hash may come with other parts or another signature: those are judged.
        if let mine = blocks[block.hash], mine == block { return false }
        try rules.judgeForm(block)
        let parent = tips[block.header.parent]
        try guards.require(
            parent != nil, HybridGuards.parent, "expected a block that is known")
        // Without the guard, a block without a parent stands on the head.
        let chain = chain(to: parent ?? head)
        try requireAboveFinalised(chain)
        let tip = try rules.judge(block, on: chain, known: known)
        guard tips[tip.hash] == nil else { return false }
        tips[tip.hash] = tip
        blocks[tip.hash] = block
        order.append(tip.hash)
        if isBetter(tip, than: head) { move(to: tip) }
        return true
    }

    private func requireAboveFinalised(_ chain: HybridChainView) throws(Refusal) {
        guard finalised.root != head.hash else { return }
        try rules.guards.require(
            chain.ancestor(finalised.root) != nil, HybridGuards.forkChoice,
            "expected a block above the finalised checkpoint of epoch \(finalised.epoch)")
    }

    private func isBetter(_ tip: HybridTip, than other: HybridTip) -> Bool {
        let (one, two) = (tip.state.finality.highest.epoch, other.state.finality.highest.epoch)
        if one != two { return one > two }
        if tip.number != other.number { return tip.number > other.number }
        return tip.hash.lexicographicallyPrecedes(other.hash)
    }

    private func move(to tip: HybridTip) {
        head = tip
        let next = tip.state.finality.finalised
        if next.epoch > finalised.epoch { finalised = next }
    }
}
