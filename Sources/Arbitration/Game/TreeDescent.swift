internal import Cryptography

/// The search for the first leaf on which two trees differ: a node of which both parties posted
/// unlike digests, and of which everything to the left is agreed.
struct TreeDescent: Sendable {
    let tree: DisputedTree
    let leafCount: Int
    /// 0 at the leaves.
    private(set) var level: Int
    private(set) var index = 0
    private(set) var nodes: Pair<Digest>

    /// From the root down. **Precondition:** at least one leaf; the roots differ.
    init(_ tree: DisputedTree, leafCount: Int, roots: Pair<Digest>) {
        self.tree = tree
        self.leafCount = leafCount
        level = HashTree.levelCount(leafCount: leafCount) - 1
        nodes = roots
    }

    var isAtLeaf: Bool { level == 0 }

    private var levelCount: Int { min(level, DisputeLimits.levelCountPerRound) }

    var question: DisputeQuestion {
        .nodes(tree, level: level, index: index, levelCount: levelCount)
    }

    /// The places of the nodes that are asked for.
    private var below: Range<Int> {
        Self.below(leafCount: leafCount, level: level, index: index, levelCount: levelCount)
    }

    /// The places, `levelCount` levels down, of the nodes below one.
    static func below(leafCount: Int, level: Int, index: Int, levelCount: Int) -> Range<Int> {
        let count = HashTree.nodeCount(leafCount: leafCount, level: level - levelCount)
        return index << levelCount..<min((index + 1) << levelCount, count)
    }

    /// Whether what a party posted is what its node stands for.
    func isSound(_ posted: [Digest], of side: Side) -> Bool {
        posted.count == below.count
            && HashTree.root(leaves: posted, start: 0, leafCount: posted.count, siblings: [])
                == nodes[side]
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

    var step: DisputePath.Step {
        DisputePath.Step(tree: tree.name, level: level, index: index, leafCount: leafCount)
    }
}
