internal import Cryptography

/// The search for the first leaf on which two trees differ: at a node whose digests differ, while
/// everything to the left of it is agreed.
struct TreeDescent: Sendable {
    let tree: DisputedTree
    let leafCount: Int
    /// The node's level, 0 at the leaves.
    private(set) var level: Int
    private(set) var index = 0
    private(set) var nodes: Pair<Digest>

    /// Begins at the root. **Precondition:** there is at least one leaf; the roots differ.
    init(_ tree: DisputedTree, leafCount: Int, roots: Pair<Digest>) {
        self.tree = tree
        self.leafCount = leafCount
        level = HashTree.levelCount(leafCount: leafCount) - 1
        nodes = roots
    }

    var isAtLeaf: Bool { level == 0 }
    private var isAtRoot: Bool { level == HashTree.levelCount(leafCount: leafCount) - 1 }

    private var levelCount: Int { min(level, DisputeLimits.levelCountPerRound) }

    var question: DisputeQuestion {
        .nodes(tree, level: level, index: index, levelCount: levelCount)
    }

    /// The places of the nodes that both parties are asked for.
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
        posted.count == below.count
            && HashTree.root(leaves: posted, start: 0, leafCount: posted.count, siblings: [])
                == nodes[side]
    }

    /// Whether both parties' unsound posts may be those of honest parties whose trees have another
    /// number of leaves than is known here, the same in both.
    ///
    /// Such parties post as many nodes as each other. Below the root, which they have shown to be
    /// made of as many levels, only the number of nodes can be another: those of the right number
    /// make the node above them, or contradict it.
    func mayBeOfAnotherSize(_ posted: Pair<[Digest]>) -> Bool {
        let count = posted.left.count
        return count == posted.right.count && (1...1 << levelCount).contains(count)
            && (isAtRoot || count != below.count)
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
