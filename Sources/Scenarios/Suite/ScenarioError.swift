/// A scenario's file that is not one.
public struct ScenarioError: Error, Equatable, CustomStringConvertible {
    public let file: String
    /// Where in it, such as "steps[3].what"; empty for the whole.
    public let place: String
    public let expected: String
    public let got: String

    public init(file: String, place: String, expected: String, got: String) {
        self.file = file
        self.place = place
        self.expected = expected
        self.got = got
    }

    public var description: String {
        "\(file): \(place.isEmpty ? "" : place + ": ")expected \(expected), got \(got)"
    }
}

/// A step that could not be done: the laboratory's fault or its scenario's, never the system's.
public struct StepFault: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
