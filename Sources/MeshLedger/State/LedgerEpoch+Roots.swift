internal import Cryptography
internal import Encodings
internal import MeshNetwork

/// The roots of an epoch's lists. Golden-bearing.
extension LedgerEpoch {
    /// SHA-256 of the domain, the epoch, the number of heartbeats and their Merkle root; a leaf is
    /// the owner and the record's digest.
    package var heartbeatRoot: [UInt8] {
        let leaves = zip(heartbeats.keys, heartbeats.values).map { $0.bytes + $1.digest }
        return Self.root("glyphlab mesh heartbeats 1", number, leaves)
    }

    /// SHA-256 of the domain, the epoch, the number of entries and their Merkle root; a leaf is the
    /// key and the score.
    package static func snapshotRoot(_ number: UInt64, _ entries: [ScoredKey]) -> [UInt8] {
        let leaves = entries.map { entry in
            var writer = CanonicalWriter()
            writer.add(raw: entry.key.bytes)
            writer.add(entry.score)
            return writer.bytes
        }
        return root("glyphlab mesh snapshot 1", number, leaves)
    }

    private static func root(_ domain: String, _ number: UInt64, _ leaves: [[UInt8]]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: Array(domain.utf8))
        writer.add(number)
        writer.add(UInt32(leaves.count))
        writer.add(raw: MerkleTree.root(leaves).bytes)
        return Digests.sha256(writer.bytes).bytes
    }
}
