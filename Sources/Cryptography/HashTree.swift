/// A Merkle tree whose every node can be shown: what two parties need who look for the first leaf
/// on which they differ, and what a third one needs who checks a few leaves of many.
///
/// Golden-bearing. A leaf is SHA-256(content ‖ 0), a node SHA-256(left ‖ right ‖ 1), so that
/// neither passes for the other; a node without a right neighbour goes up as it is; the root of
/// no leaves is SHA-256 of the one byte 2. The marks stand behind the contents, and whole tiles are
/// hashed where they lie. ``MerkleTree``, the chain's, has its marks in front.
public struct HashTree: Sendable, Equatable {
    /// [level]: the leaves first, the root alone last; empty where there are no leaves.
    private let levels: [FlatDigests]

    private static let leafMark: UInt8 = 0
    private static let nodeMark: UInt8 = 1

    /// The tree over leaves with contents of any lengths.
    public init(leaves: some Sequence<[UInt8]>) {
        var digests = FlatDigests(capacity: leaves.underestimatedCount)
        for leaf in leaves { digests.append(sha256Of: leaf + [Self.leafMark]) }
        self.init(digests)
    }

    init(_ leaves: FlatDigests) {
        var levels = leaves.count == 0 ? [] : [leaves]
        while let level = levels.last, level.count > 1 { levels.append(Self.nodes(above: level)) }
        self.levels = levels
    }

    private static func nodes(above level: FlatDigests) -> FlatDigests {
        let pairedCount = level.count / 2 * 2
        var nodes = FlatDigests(capacity: (level.count + 1) / 2)
        // Two digests side by side are a tile.
        nodes.append(tilesOf: level.bytes(0..<pairedCount), tileByteCount: 64, suffix: nodeMark)
        nodes.append(level.bytes(pairedCount..<level.count))
        return nodes
    }

    public var root: Digest { levels.last?[0] ?? Digests.sha256([2]) }
    public var leafCount: Int { levels.first?.count ?? 0 }
    /// The leaves' level is 0; the root's is the last.
    public var levelCount: Int { levels.count }

    /// **Precondition:** there is such a level.
    public func nodeCount(level: Int) -> Int { levels[level].count }

    /// **Precondition:** there is such a node.
    public func node(level: Int, index: Int) -> Digest { levels[level][index] }

    /// How many nodes a level of a tree of so many leaves has.
    public static func nodeCount(leafCount: Int, level: Int) -> Int {
        (0..<level).reduce(leafCount) { count, _ in (count + 1) / 2 }
    }

    /// How many levels a tree of so many leaves has: 1 for one leaf. **Precondition:** 1 leaf.
    public static func levelCount(leafCount: Int) -> Int {
        precondition(leafCount >= 1, "\(leafCount) leaves")
        return Int.bitWidth - (leafCount - 1).leadingZeroBitCount + 1
    }

    public static func leaf(_ content: some Sequence<UInt8>) -> Digest {
        Digests.sha256(Array(content) + [leafMark])
    }

    /// The node above two; above one alone, it is that one.
    public static func node(_ left: Digest, _ right: Digest?) -> Digest {
        guard let right else { return left }
        return Digests.sha256(left.bytes + right.bytes + [nodeMark])
    }
}

// MARK: Openings

extension HashTree {
    /// The digests with which the root can be computed from some neighbouring leaves: level by
    /// level upwards, the left neighbour before the right one, each only where it exists.
    ///
    /// **Precondition:** at least one leaf, all of this tree.
    public func siblings(of leaves: Range<Int>) -> [Digest] {
        precondition(
            !leaves.isEmpty && (0...leafCount).contains(leaves.upperBound)
                && leaves.lowerBound >= 0, "leaves \(leaves) of \(leafCount)")
        var range = leaves
        var siblings: [Digest] = []
        for level in levels.dropLast() {
            let step = Step(range, nodeCount: level.count)
            if let left = step.left { siblings.append(level[left]) }
            if let right = step.right { siblings.append(level[right]) }
            range = step.above
        }
        return siblings
    }

    /// The root of a tree of `leafCount` leaves, of which these digests are the leaves from `start`
    /// on; nil where the siblings are not as many as it takes, or the leaves not within the tree.
    public static func root(
        leaves: [Digest], start: Int, leafCount: Int, siblings: [Digest]
    ) -> Digest? {
        guard !leaves.isEmpty, start >= 0, start <= leafCount,
            leaves.count <= leafCount - start
        else { return nil }
        var nodes = leaves
        var range = start..<start + leaves.count
        var nodeCount = leafCount
        var rest = siblings[...]
        while nodeCount > 1 {
            let step = Step(range, nodeCount: nodeCount)
            if step.left != nil {
                guard let left = rest.popFirst() else { return nil }
                nodes.insert(left, at: 0)
            }
            if step.right != nil {
                guard let right = rest.popFirst() else { return nil }
                nodes.append(right)
            }
            nodes = stride(from: 0, to: nodes.count, by: 2).map { index in
                node(nodes[index], index + 1 < nodes.count ? nodes[index + 1] : nil)
            }
            range = step.above
            nodeCount = (nodeCount + 1) / 2
        }
        return rest.isEmpty ? nodes[0] : nil
    }

    /// A level of an opening: which neighbours are missing, and the nodes above.
    private struct Step {
        let left: Int?
        let right: Int?
        let above: Range<Int>

        init(_ range: Range<Int>, nodeCount: Int) {
            let isLeftMissing = !range.lowerBound.isMultiple(of: 2)
            let isRightMissing =
                !range.upperBound.isMultiple(of: 2) && range.upperBound < nodeCount
            left = isLeftMissing ? range.lowerBound - 1 : nil
            right = isRightMissing ? range.upperBound : nil
            above = range.lowerBound / 2..<(range.upperBound + 1) / 2
        }
    }
}
