package import MeshNetwork

/// The matters of one epoch.
package struct LedgerEpoch: Sendable {
    /// A heartbeat that was taken.
    package struct Heartbeat: Sendable, Equatable {
        package let sequence: UInt64
        /// SHA-256 of the record's bytes.
        package let digest: [UInt8]
    }

    /// The peers, scores and electors, fixed one slot before proposals open.
    package struct Snapshot: Sendable {
        /// The peers with a heartbeat, by rising key.
        package let entries: [ScoredKey]
        package let root: [UInt8]
        /// The ranks of Idle and higher peers.
        package let members: KeyedList<MeshClass>
        /// Validators that may be elected and attest, by rising key.
        package let electors: [MeshKey]
        /// Whether the electors are an emergency set.
        package let isEmergency: Bool
        /// Nil where there are no electors.
        package let elected: MeshKey?
    }

    /// The epoch's proposal.
    package struct Proposal: Sendable {
        package let slot: UInt64
        package let proposer: MeshKey
        package let id: [UInt8]
        package let entries: [ScoredKey]
    }

    /// An attestation that was taken.
    package struct Attest: Sendable, Equatable {
        package let key: MeshKey
        package let slot: UInt64
    }

    package let number: UInt64
    package var heartbeats = KeyedList<Heartbeat>()
    /// Hashes.
    package var commits = KeyedList<[UInt8]>()
    /// Scores in the heartbeats' order.
    package var reveals = KeyedList<[UInt64]>()
    package var snapshot: Snapshot?
    package var proposal: Proposal?
    /// In the order of their calls, the proposer first.
    package var attests: [Attest] = []

    package init(number: UInt64) { self.number = number }
}
