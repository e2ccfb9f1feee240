internal import BigInt
package import PythonValues

extension PublishedLedger: ConsensusBalances {
    package func balance(of text: PythonText) throws(PythonError) -> PythonNumber {
        try balance(.string(text))
    }
}

extension PublishedConsensus: ProofEngine {
    package var pendingProofCount: Int { pendingProofs.count }

    package func submit(
        _ proof: PublishedTrainingProof, now: PythonFloat
    ) throws(PythonError) -> [CaughtException] {
        guard case .dictionary(let members) = proof.object else {
            preconditionFailure("a proof that is no object")
        }
        let submission = submit(try TrainingProofView(members), now: now)
        return submission.authenticityException.map { [CaughtException(.authenticity, $0)] } ?? []
    }

    package func statusObject(now: PythonFloat) throws(PythonError) -> PythonValue {
        let status = try status(now: now)
        var reputations = PythonDictionary()
        for (id, value) in status.reputations { reputations[id] = .float(value) }
        return .object([
            "authority_nodes": .list(status.authorityNodes.map(PythonValue.string)),
            "pending_proofs": .integer(BigInt(status.pendingCount)),
            "reputation_scores": .dictionary(reputations),
            "is_authority": .boolean(isAuthority), "node_id": .string(nodeID),
            "recent_validations": .integer(BigInt(status.recentValidationCount)),
        ])
    }
}
