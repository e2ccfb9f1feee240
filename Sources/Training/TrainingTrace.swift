public import Cryptography

/// The tree over the hashes of a run's weights, before the first step and after each.
///
/// leaf = H(`leaf` || u32 s || hash of the weights after s steps), node = H(`node` || l || r), an
/// odd one goes up unchanged, trace = H(`trace` || u32 (T+1) || root). Golden-bearing.
public struct TrainingTrace: Sendable, Equatable {
    /// The leaves, then each level above them, the root last.
    package let levels: [[Digest]]

    /// **Precondition:** 1 ≤ weightHashes.count ≤ 2^20 + 1.
    public init(weightHashes: [Digest]) {
        precondition(
            (1...TrainingPlan.stepCountMax + 1).contains(weightHashes.count),
            "a trace of \(weightHashes.count) hashes")
        var level = weightHashes.enumerated().map { Self.leaf(step: $0, weightsHash: $1) }
        var levels = [level]
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { index in
                index + 1 < level.count ? Self.node(level[index], level[index + 1]) : level[index]
            }
            levels.append(level)
        }
        self.levels = levels
    }

    /// T + 1.
    public var leafCount: Int { levels[0].count }

    public var root: Digest { levels[levels.count - 1][0] }

    /// The digest that a proof tells.
    public var digest: Digest { Self.digest(root: root, leafCount: leafCount) }

    /// The siblings on the way from a leaf to the root; a node that goes up unchanged has none.
    ///
    /// **Precondition:** 0 ≤ step < leafCount.
    public func path(of step: Int) -> [Digest] {
        precondition((0..<leafCount).contains(step), "leaf \(step) of \(leafCount)")
        var index = step
        var path: [Digest] = []
        for level in levels.dropLast() {
            if level.indices.contains(index ^ 1) { path.append(level[index ^ 1]) }
            index >>= 1
        }
        return path
    }

    /// Whether the path leads from the hash of the weights after so many steps to the trace.
    public static func opens(
        trace: Digest, leafCount: Int, step: Int, weightsHash: Digest, path: [Digest]
    ) -> Bool {
        guard leafCount >= 1, leafCount <= TrainingPlan.stepCountMax + 1,
            (0..<leafCount).contains(step)
        else { return false }
        var node = leaf(step: step, weightsHash: weightsHash)
        var index = step
        var width = leafCount
        var siblings = path[...]
        while width > 1 {
            if index ^ 1 < width {
                guard let sibling = siblings.popFirst() else { return false }
                node = index & 1 == 0 ? Self.node(node, sibling) : Self.node(sibling, node)
            }
            index >>= 1
            width = (width + 1) >> 1
        }
        return siblings.isEmpty && digest(root: node, leafCount: leafCount) == trace
    }

    package static func leaf(step: Int, weightsHash: Digest) -> Digest {
        Digest(
            bytes: LearningDomain.digest("leaf", UInt32(step).bigEndianBytes, weightsHash.bytes))
    }

    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        Digest(bytes: LearningDomain.digest("node", left.bytes, right.bytes))
    }

    package static func digest(root: Digest, leafCount: Int) -> Digest {
        Digest(
            bytes: LearningDomain.digest("trace", UInt32(leafCount).bigEndianBytes, root.bytes))
    }
}
