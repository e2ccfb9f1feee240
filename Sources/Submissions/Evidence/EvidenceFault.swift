/// An error of a bundle of evidence, and its place.
package struct EvidenceFault: Error, Equatable, CustomStringConvertible {
    package let file: String
    /// Where in it; empty for the whole.
    package let place: String
    package let expected: String
    package let got: String

    init(_ file: String, _ place: String, _ expected: String, _ got: String) {
        self.file = file
        self.place = place
        self.expected = expected
        self.got = got
    }

    package var description: String {
        "\(file): \(place.isEmpty ? "" : place + ": ")expected \(expected), got \(got)"
    }
}
