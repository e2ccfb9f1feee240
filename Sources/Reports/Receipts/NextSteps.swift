/// The commands to find a difference's cause (weights, tokens, or the first layer that differs):
/// one for this machine, one for a machine with the expected hash, and one for both files.
package struct NextSteps: Sendable {
    package static let files = ["here.trace", "there.trace"]

    /// This machine, the other one.
    package let sides: [String]

    package init(
        sides: [String]
    ) {
        self.sides = sides
    }
    /// Where both files are.
    package var both: String { "glyphlab locate \(Self.files[0]) \(Self.files[1])" }

    package var text: String {
        """

          To find the cause, run here
            \(sides[0])
          and on a machine where the hash is the expected one
            \(sides[1])
          and where both files are
            \(both)

        """
    }
}
