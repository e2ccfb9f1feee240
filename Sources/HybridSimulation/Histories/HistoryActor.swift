internal import HybridChain
internal import Trials

/// A node in a history; a two-faced validator has two.
final class HistoryActor {
    let number: Int
    let index: UInt16
    let lie: HybridLie?
    /// The side of the network on which it is.
    let side: Int
    let node: HybridNode
    var tongue: ForkedTongue?
    var isSilent = false
    /// The tick at which the present slot began.
    var slotStart = 0
    /// The checkpoints that the node finalised, in their order.
    var finalised: [HybridCheckpoint] = []
    var head: [UInt8] = []

    init(number: Int, index: UInt16, lie: HybridLie?, side: Int, node: HybridNode) {
        self.number = number
        self.index = index
        self.lie = lie
        self.side = side
        self.node = node
    }

    var isHonest: Bool { lie == nil }

    /// The validators against whom the node has evidence, in its state or waiting.
    var named: ValidatorSet {
        var named = node.state.slashed
        let chain = node.tree.main
        for evidence in node.waitingEvidence {
            if let index = try? node.rules.judge(evidence, on: chain) { named.insert(index) }
        }
        return named
    }
}
