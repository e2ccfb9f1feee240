internal import Scenarios

/// The most that a workshop does for one step. Scenarios were read by somebody; scripts were not.
struct WorkBounds {
    /// Attempts that a block may take on average; nil for any number.
    let attempts: Int?
    /// Attempts for one proof, after which there is none.
    let attemptCountMax: Int
    /// Bytes that words such as `${repeat …}` stand for in one step, each word counted as 4,096 at
    /// least.
    let wordByteCountMax: Int
    /// Bytes, and byte strings, of what a step makes or takes.
    let byteCountMax: Int
    let partCountMax: Int

    static let scenario = WorkBounds(
        attempts: nil, attemptCountMax: Mining.attemptCountMax, wordByteCountMax: 1 << 40,
        byteCountMax: 1 << 40, partCountMax: 1 << 40)
    /// A miss of 16,384 attempts, where 1,024 do on average, comes once in nine million times.
    static let script = WorkBounds(
        attempts: 1_024, attemptCountMax: 16_384, wordByteCountMax: 4 << 20,
        byteCountMax: 16 << 20, partCountMax: 2_000)

    /// Honest miners go on while a block takes no more attempts than this on average.
    static let pollAttempts = 4_096

    /// **Throws:** ``StepFault``.
    func expect(byteCount: Int) throws {
        guard byteCount <= byteCountMax else {
            throw StepFault("expected at most \(byteCountMax) bytes, got \(byteCount)")
        }
    }

    /// **Throws:** ``StepFault``.
    func expect(partCount: Int) throws {
        guard partCount <= partCountMax else {
            throw StepFault("expected at most \(partCountMax) byte strings, got \(partCount)")
        }
    }
}
