package import Disputes

/// The place at which a varied run differs from the usual one.
package struct VariationDifference: Sendable, Equatable {
    /// The prompt's place, from 0; nil where no prompt is at fault.
    package let prompt: Int?
    package let salt: String?
    package let text: String?
    package let layer: Int?
    /// The operation at which the difference begins; for other weights the parameter.
    package let operation: String?
    /// The element, with the usual run's integer on the left; nil where it is not known.
    package let element: ElementDifference?
    /// The difference in sentences.
    package let explanation: String

    /// The difference of a run that equals the usual one, while the golden has other proofs.
    package static let otherThanGolden = VariationDifference(
        prompt: nil, salt: nil, text: nil, layer: nil, operation: nil, element: nil,
        explanation: "The proofs are those of the usual run, and not the golden's.")
}
