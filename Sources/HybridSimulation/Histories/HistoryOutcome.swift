package import Cryptography
package import Trials

/// The end of a history.
package struct HistoryOutcome: Sendable {
    package let settings: HistorySettings
    /// The liars' ways, in the order of validators.
    package let lies: [HybridLie]
    /// All that happened.
    package let log: EventLog
    /// Whether two honest nodes finalised checkpoints of which neither is on the chain to the
    /// other.
    package let hasConflict: Bool
    /// The lowest epoch that an honest node had finalised when the network was healed, and at the
    /// end.
    package let finalisedAtHeal: UInt64
    package let finalisedAtEnd: UInt64
    /// Validators against whom there is evidence, at the honest node that has the least of it.
    package let namedCount: Int
    /// Honest validators whom evidence at an honest node names: nobody should be.
    package let framedCount: Int
    /// Whether all honest nodes have one head at the end.
    package let hasConverged: Bool
    /// Blocks, and those with an update, on the longest chain of an honest node at the end.
    package let blockCount: Int
    package let updateCount: Int
    /// Pieces of false evidence that honest nodes heard.
    package let accusationCount: Int
    /// Blocks of slots whose acknowledgements came at an edge, by ``TimeoutEdge`` in its order:
    /// with an update, and without.
    package let edges: [EdgeCounts]

    package struct EdgeCounts: Sendable, Equatable {
        package var updateCount = 0
        package var emptyCount = 0
    }

    package var digest: Digest { log.digest }

    /// Whether finality went on after the network was healed.
    package var goesOn: Bool { finalisedAtEnd > finalisedAtHeal }

    /// Whether the evidence names a third of the validators at least.
    package var namesThird: Bool { 3 * namedCount >= settings.validatorCount }
}
