/// A scenario's file that is not one.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
    package let file: String
    /// Where in it, such as "steps[3].what"; empty for the whole.
    package let place: String
    package let expected: String
    package let got: String
    /// Whether a step asks for more than the attacker was granted.
    package var isOfGrant = false

    package init(file: String, place: String, expected: String, got: String) {
        self.file = file
        self.place = place
        self.expected = expected
        self.got = got
    }

    package var description: String {
        "\(file): \(place.isEmpty ? "" : place + ": ")expected \(expected), got \(got)"
    }
}

/// A step that could not be done: the laboratory's fault or its scenario's, never the system's.
package struct StepFault: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
