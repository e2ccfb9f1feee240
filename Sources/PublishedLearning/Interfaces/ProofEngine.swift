package import PythonValues

/// An exception that the published code caught and wrote into its log.
package struct CaughtException: Sendable, Equatable {
    package let place: CatchingPlace
    package let error: PythonError

    package init(_ place: CatchingPlace, _ error: PythonError) {
        self.place = place
        self.error = error
    }
}

/// The consensus engine, as a node uses it.
package protocol ProofEngine: AnyObject {
    /// Proofs that passed the test of work.
    var pendingProofCount: Int { get }

    /// `submit_training_proof(proof)`, with the exceptions of the test of authenticity. Whether the
    /// proof was taken, the node does not ask.
    ///
    /// **Throws:** ``PythonError`` where it raises.
    func submit(
        _ proof: PublishedTrainingProof, now: PythonFloat
    ) throws(PythonError) -> [CaughtException]

    /// `get_consensus_status()`. **Throws:** ``PythonError`` for a validation without a time.
    func statusObject(now: PythonFloat) throws(PythonError) -> PythonValue
}
