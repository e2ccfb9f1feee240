/// The evidence that was compared and found equal.
package struct VariationEvidence: Sendable, Equatable {
    package let promptCount: Int
    package let proofCount: Int
    /// The number of digests of operations' outputs, with the proofs among them.
    package let recordCount: Int
    /// The number of records that this variation leaves out by its nature: after an early stop, or
    /// before the snapshot with which it begins. They were not compared.
    package let leftOutCount: Int
    /// Whether the traces' roots were compared, which needs all records.
    package let hasRoot: Bool
    /// Whether the golden has the same proofs; nil where there is none to compare with.
    package let matchesGolden: Bool?
    /// The backend that the run names; nil where it left no trace.
    package let backend: String?
    /// The build that the run names, "debug" or "release"; nil where it left no trace.
    package let build: String?
}
