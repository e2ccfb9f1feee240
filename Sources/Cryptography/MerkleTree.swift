/// A digest over a list that commits to every element at its place.
///
/// Golden-bearing. Leaves and nodes are hashed in domains of their own, so that neither passes for
/// the other; a node without a sibling goes up as it is, so that no element counts twice.
/// **Source:** RFC 6962, section 2.1, but for the digest of an empty list.
public enum MerkleTree {
    public static func root(_ leaves: [[UInt8]]) -> Digest {
        root(leafCount: leaves.count) { index, bytes in bytes += leaves[index] }
    }

    /// The same of leaves that are written one after the other into one buffer, as they are hashed.
    ///
    /// - Parameter appendLeaf: appends the bytes of the leaf at `index`.
    public static func root(
        leafCount: Int, appendLeaf: (_ index: Int, _ bytes: inout [UInt8]) -> Void
    ) -> Digest {
        guard leafCount > 0 else { return Digests.sha256([2]) }
        var hashes = FlatDigests(capacity: leafCount)
        var message: [UInt8] = []
        for index in 0..<leafCount {
            message.removeAll(keepingCapacity: true)
            message.append(0)
            appendLeaf(index, &message)
            hashes.append(sha256Of: message)
        }
        while hashes.count > 1 { hashes = nodes(above: hashes) }
        return hashes[0]
    }

    private static func nodes(above level: FlatDigests) -> FlatDigests {
        var nodes = FlatDigests(capacity: (level.count + 1) / 2)
        var message: [UInt8] = []
        for index in stride(from: 0, to: level.count - 1, by: 2) {
            message.removeAll(keepingCapacity: true)
            message.append(1)
            message += level.bytes(index..<index + 2)
            nodes.append(sha256Of: message)
        }
        if !level.count.isMultiple(of: 2) {
            nodes.append(level.bytes(level.count - 1..<level.count))
        }
        return nodes
    }
}
