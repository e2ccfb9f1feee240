/// A measurement that a bench could not make.
package struct SkippedMeasurement: Sendable {
    /// The model's name.
    package let model: String
    /// Such as "receipt by threads".
    package let name: String
    package let reason: String

    package init(model: String, name: String, reason: String) {
        self.model = model
        self.name = name
        self.reason = reason
    }
}
