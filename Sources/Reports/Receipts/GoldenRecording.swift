/// The file that a receipt was to be recorded in as a golden.
package struct GoldenRecording: Sendable {
    package let path: String
    /// False where the receipt is not the one that was expected.
    package let isWritten: Bool

    package init(
        path: String, isWritten: Bool
    ) {
        self.path = path
        self.isWritten = isWritten
    }

    package var writtenPath: String? { isWritten ? path : nil }
}
