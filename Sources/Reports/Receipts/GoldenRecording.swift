/// The file that a receipt was to be recorded in as a golden.
public struct GoldenRecording: Sendable {
    public let path: String
    /// False where the receipt is not the one that was expected.
    public let isWritten: Bool

    public init(
        path: String, isWritten: Bool
    ) {
        self.path = path
        self.isWritten = isWritten
    }

    public var writtenPath: String? { isWritten ? path : nil }
}
