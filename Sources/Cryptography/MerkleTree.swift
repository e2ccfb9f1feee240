/// A digest over a list that commits to every element at its place.
///
/// Golden-bearing. Leaves and nodes are hashed in domains of their own, so that neither passes for
/// the other; a node without a sibling goes up as it is, so that no element counts twice.
/// **Source:** RFC 6962, section 2.1, but for the digest of an empty list.
public enum MerkleTree {
    public static func root(_ leaves: [[UInt8]]) -> Digest {
        guard !leaves.isEmpty else { return Digests.sha256([2]) }
        var level = leaves.map { Digests.sha256([0] + $0) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { index in
                index + 1 < level.count
                    ? Digests.sha256([1] + level[index].bytes + level[index + 1].bytes)
                    : level[index]
            }
        }
        return level[0]
    }
}
