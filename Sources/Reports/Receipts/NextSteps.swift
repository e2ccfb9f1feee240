/// The commands to find a difference's cause (weights, tokens, or the first layer that differs):
/// one for this machine, one for a machine with the expected hash, and one for both files.
public struct NextSteps: Sendable {
    public static let files = ["here.trace", "there.trace"]

    /// This machine, the other one.
    public let sides: [String]

    public init(
        sides: [String]
    ) {
        self.sides = sides
    }
    /// Where both files are.
    public var both: String { "glyphlab locate \(Self.files[0]) \(Self.files[1])" }

    public var text: String {
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
