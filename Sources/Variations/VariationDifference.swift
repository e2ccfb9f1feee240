public import Disputes

/// Where a variation parts from the usual run.
public struct VariationDifference: Sendable, Equatable {
    /// The place among the prompts, from 0; nil where none is to blame.
    public let prompt: Int?
    public let salt: String?
    public let text: String?
    public let layer: Int?
    /// The operation at which it begins; of other weights, the parameter.
    public let operation: String?
    /// On the left the usual run's integer. Nil where it is not known.
    public let element: ElementDifference?
    /// All of it in sentences.
    public let explanation: String

    /// A run that equals the usual one, while both have other proofs than the golden.
    package static let otherThanGolden = VariationDifference(
        prompt: nil, salt: nil, text: nil, layer: nil, operation: nil, element: nil,
        explanation: "The proofs are those of the usual run, and not the golden's.")
}
