package import Auditing
package import Cryptography
package import Fingerprints
internal import Scenarios
internal import Synchronization

/// The source of proofs of inference in a trial: the embedded model, or digests where the attack
/// does not touch the model.
package struct TrialModel: Sendable {
    package let proofs: any ProofSource
    /// Proofs of the same model, with text cut by the tables of an older Unicode.
    package let olderTablesProofs: any ProofSource
    package let evidence: any EvidenceSource
    package let weightsHash: Digest
    /// The name in replay lines and reports.
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

/// The cost of mining with a model, measured once, when a trial first asks: that takes seconds, and
/// most trials never ask.
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
