import Reports

/// The file that a receipt was to be recorded in as a golden.
struct GoldenRecording {
    let path: String
    /// False where the receipt is not the one that was expected.
    let isWritten: Bool

    var writtenPath: String? { isWritten ? path : nil }
}
