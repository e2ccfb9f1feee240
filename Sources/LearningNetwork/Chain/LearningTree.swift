package import Trials

/// The blocks that a node has judged: all that hold, on all branches, and the best of them.
///
/// The best chain has most work, which is most blocks, since each needs the same; of equal ones it
/// ends in the smaller hash.
package final class LearningTree {
    /// A block in its place.
    package final class Node {
        /// Nil before the first block.
        package let block: LearningBlock?
        package let parent: Node?
        package let index: Int
        package let hash: [UInt8]
        let time: Int
        /// Nil for an old one; ``LearningTree/tip(at:)`` makes it again.
        fileprivate(set) var state: LearningState?

        init(_ block: LearningBlock?, parent: Node?, _ tip: LearningTip) {
            self.block = block
            self.parent = parent
            index = tip.index
            hash = tip.hash
            time = tip.time
            state = tip.state
        }
    }

    package let rules: LearningRules
    /// The best chain, from the place before the first block on.
    package private(set) var main: [Node]
    private var nodes: [[UInt8]: Node] = [:]  // looked up, never iterated

    package init(_ rules: LearningRules) {
        self.rules = rules
        let root = Node(nil, parent: nil, rules.start)
        main = [root]
        nodes[root.hash] = root
    }

    package var head: Node { main[main.count - 1] }

    package func node(_ hash: [UInt8]) -> Node? { nodes[hash] }

    /// A place with its state.
    package func tip(at node: Node) -> LearningTip {
        var pending: [Node] = []
        var base = node
        while base.state == nil, let parent = base.parent {
            pending.append(base)
            base = parent
        }
        var tip = LearningTip(
            index: base.index, hash: base.hash, time: base.time,
            state: base.state ?? LearningState(rules.genesis))
        for node in pending.reversed() {
            // The block held on this very state before.
            guard let block = node.block, let next = try? rules.tip(after: block, on: tip) else {
                preconditionFailure("block \(node.index) no longer holds")
            }
            tip = next
        }
        return tip
    }

    package var headTip: LearningTip { tip(at: head) }

    /// Judges a block and keeps it. A block that is known is good.
    ///
    /// **Result:** whether the best chain is another one now. **Throws:** ``Refusal``.
    package func take(_ block: LearningBlock) throws(Refusal) -> Bool {
        guard nodes[block.hash] == nil else { return false }
        let parent = nodes[block.header.previous]
        try rules.guards.require(
            parent != nil, LearningGuards.previous, "previous: expected a known block, got another")
        let before = parent ?? head
        // An old state costs many blocks: nobody gets it made again without work of his own.
        try rules.guards.require(
            before.state != nil || LearningHeader.hasWork(block.hash), LearningGuards.work,
            "expected a hash that begins with \(LearningLimits.workBitCount) zero bits")
        let tip = try rules.tip(after: block, on: tip(at: before))
        let node = Node(block, parent: before, tip)
        nodes[block.hash] = node
        guard isBetter(node) else { return false }
        follow(node)
        return true
    }

    private func isBetter(_ node: Node) -> Bool {
        node.index != head.index
            ? node.index > head.index : node.hash.lexicographicallyPrecedes(head.hash)
    }

    /// Makes the chain to a node the best one.
    private func follow(_ node: Node) {
        var branch: [Node] = []
        var place: Node? = node
        while let here = place, here.index >= main.count || main[here.index] !== here {
            branch.append(here)
            place = here.parent
        }
        main.removeLast(main.count - (place.map { $0.index + 1 } ?? 0))
        main += branch.reversed()
        let oldest = head.index - LearningLimits.keptStateCount
        // The first state is cheap to keep, and all others can be made of it.
        if oldest > 0 { main[oldest].state = nil }
    }
}
