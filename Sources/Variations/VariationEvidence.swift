/// What was compared, all of it equal.
public struct VariationEvidence: Sendable, Equatable {
    public let promptCount: Int
    public let proofCount: Int
    /// Digests of operations' outputs, among them the proofs.
    public let recordCount: Int
    /// Records that this variation leaves out by its nature: by an early stop, or before the
    /// snapshot that it begins with. They were not compared.
    public let leftOutCount: Int
    /// Whether the traces' roots were compared, which needs all records.
    public let hasRoot: Bool
    /// Whether the proofs are the golden's; nil where there is none.
    public let matchesGolden: Bool?
    /// As the run itself says; nil where it left no trace.
    public let backend: String?
    /// debug or release, likewise.
    public let build: String?
}
