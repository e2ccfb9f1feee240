internal import Arbitration
internal import Cryptography
internal import Training

/// The search for the first leaf on which two trees differ: at a node whose digests differ, while
/// everything to the left of it is agreed. In both kinds of trees a node without a right neighbour
/// goes up as it is.
struct NodeDescent: Sendable {
    let tree: DisputedTrainingTree
    let leafCount: Int
    /// The node's level, 0 at the leaves.
    private(set) var level: Int
    private(set) var index = 0
    private(set) var nodes: Pair<Digest>

    /// Begins at the root. **Precondition:** there is at least one leaf; the roots differ.
    init(_ tree: DisputedTrainingTree, leafCount: Int, roots: Pair<Digest>) {
        self.tree = tree
        self.leafCount = leafCount
        level = HashTree.levelCount(leafCount: leafCount) - 1
        nodes = roots
    }

    var isAtLeaf: Bool { level == 0 }

    private var levelCount: Int { min(level, TrainingDisputeLimits.levelCountPerRound) }

    var question: TrainingQuestion {
        .nodes(tree, level: level, index: index, levelCount: levelCount)
    }

    private var below: Range<Int> {
        Self.below(leafCount: leafCount, level: level, index: index, levelCount: levelCount)
    }

    /// The places, `levelCount` levels down, of the nodes below a node.
    static func below(leafCount: Int, level: Int, index: Int, levelCount: Int) -> Range<Int> {
        let count = HashTree.nodeCount(leafCount: leafCount, level: level - levelCount)
        return index << levelCount..<min((index + 1) << levelCount, count)
    }

    /// Whether a party's nodes hash to the node that it posted before.
    func isSound(_ posted: [Digest], of side: Side) -> Bool {
        guard posted.count == below.count else { return false }
        var nodes = posted
        while nodes.count > 1 {
            nodes = stride(from: 0, to: nodes.count, by: 2).map { place in
                place + 1 < nodes.count ? node(nodes[place], nodes[place + 1]) : nodes[place]
            }
        }
        return nodes[0] == self.nodes[side]
    }

    private func node(_ left: Digest, _ right: Digest) -> Digest {
        switch tree {
        case .steps: TrainingTrace.node(left, right)
        case .elements: HashTree.node(left, right)
        }
    }

    /// Goes down to the first node that differs. **Precondition:** both posts are sound.
    mutating func descend(_ posted: Pair<[Digest]>) {
        // Equal nodes would make equal nodes above.
        guard let first = posted.left.indices.first(where: { posted.left[$0] != posted.right[$0] })
        else { preconditionFailure("equal nodes below unlike ones") }
        index = below.lowerBound + first
        level -= levelCount
        nodes = posted.map { $0[first] }
    }
}
