/// The evidence that was compared and found equal.
public struct VariationEvidence: Sendable, Equatable {
    public let promptCount: Int
    public let proofCount: Int
    /// The number of digests of operations' outputs, with the proofs among them.
    public let recordCount: Int
    /// The number of records that this variation leaves out by its nature: after an early stop, or
    /// before the snapshot with which it begins. They were not compared.
    public let leftOutCount: Int
    /// Whether the traces' roots were compared, which needs all records.
    public let hasRoot: Bool
    /// Whether the golden has the same proofs; nil where there is none to compare with.
    public let matchesGolden: Bool?
    /// The backend that the run names; nil where it left no trace.
    public let backend: String?
    /// The build that the run names, "debug" or "release"; nil where it left no trace.
    public let build: String?
}
