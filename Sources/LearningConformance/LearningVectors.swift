package import Conformance

/// The vectors of proof of learning.
package enum LearningVectors {
    /// The suite of files that stand alone; cases that need another file are skipped.
    package static let suite = suite(neighbour: { _ in nil })

    /// - Parameter neighbour: the bytes of the file of that name beside the file that is judged;
    ///   nil where there is none.
    package static func suite(
        neighbour: @escaping @Sendable (_ name: String) throws -> [UInt8]?
    ) -> VectorSuite {
        VectorSuite(
            system: "learning",
            judges: [
                EncodingVectors(),
                IdentityVectors(),
                TransactionVectors(),
                BlockVectors(),
                LedgerHistoryVectors(),
                MessageVectors(),
                InterfaceVectors(),
                ProofVectors(),
                ConsensusHistoryVectors(),
                RewardVectors(),
                ValidatorVectors(),
                LogarithmVectors(),
                TrainingChainVectors(),
                TrainingStepVectors(),
                TrainingAuditVectors(neighbour: neighbour),
            ])
    }
}
