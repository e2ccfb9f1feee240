package import Auditing
package import Cryptography
package import Fingerprints
internal import Scenarios
internal import Synchronization

/// Where proofs of inference come from in a trial: the embedded model, or digests where the model
/// is not what is tried.
package struct TrialModel: Sendable {
    package let proofs: any ProofSource
    /// The same model's, where text is cut by the tables of an older Unicode.
    package let olderTablesProofs: any ProofSource
    package let evidence: any EvidenceSource
    package let weightsHash: Digest
    /// For replay lines and reports.
    package let name: String
    /// Costs of mining with it, computed when they are first asked for; nil without a model.
    package let costs: MiningCosts?

    package init(
        name: String, proofs: any ProofSource, olderTablesProofs: any ProofSource,
        evidence: any EvidenceSource, weightsHash: Digest,
        costs: MiningCosts?
    ) {
        self.name = name
        self.proofs = proofs
        self.olderTablesProofs = olderTablesProofs
        self.evidence = evidence
        self.weightsHash = weightsHash
        self.costs = costs
    }
}

/// What mining with a model costs, measured once, when a trial first asks: that takes seconds, and
/// most trials never do.
package final class MiningCosts: Sendable {
    private let measure: @Sendable () throws -> MinerAdvantage
    private let measured = Mutex<MinerAdvantage?>(nil)

    package init(_ measure: @escaping @Sendable () throws -> MinerAdvantage) {
        self.measure = measure
    }

    /// Other threads wait for the first. **Throws:** an error of the laboratory.
    package func advantage() throws -> MinerAdvantage {
        try measured.withLock { measured in
            if let measured { return measured }
            let found = try measure()
            measured = found
            return found
        }
    }
}
