package import MeshNetwork

/// A peer and its score in an epoch.
package struct ScoredKey: Sendable, Equatable {
    package let key: MeshKey
    /// The score, of 10^18, which is the most that the ledger gives.
    package let score: UInt64

    package init(key: MeshKey, score: UInt64) {
        self.key = key
        self.score = score
    }
}
