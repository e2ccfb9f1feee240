/// A measurement that a bench could not make.
public struct SkippedMeasurement: Sendable {
    /// The model's name.
    public let model: String
    /// Such as "receipt by threads".
    public let name: String
    public let reason: String

    public init(model: String, name: String, reason: String) {
        self.model = model
        self.name = name
        self.reason = reason
    }
}
