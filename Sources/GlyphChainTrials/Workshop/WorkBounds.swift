internal import Scenarios

/// The most that a workshop does for one step. Scenarios were read by somebody; scripts were not.
struct WorkBounds {
    /// Attempts that a block may take on average; nil for any number.
    let attempts: Int?
    /// Attempts for one proof, after which there is none.
    let attemptCountMax: Int
    /// Attempts on blocks and proofs of a whole trial, those on blocks as many as they take on
    /// average; nil for any number.
    let trialAttemptCountMax: Int?
    /// Bytes that words such as `${repeat …}` stand for in one step, each word counted as 4,096 at
    /// least.
    let wordByteCountMax: Int
    /// Bytes, and byte strings, of what a step makes or takes.
    let byteCountMax: Int
    let partCountMax: Int

    static let scenario = WorkBounds(
        attempts: nil, attemptCountMax: Mining.attemptCountMax,
        trialAttemptCountMax: nil, wordByteCountMax: 1 << 40,
        byteCountMax: 1 << 40, partCountMax: 1 << 40)
    /// A miss of 16,384 attempts, where 1,024 do on average, comes once in nine million times.
    static let script = WorkBounds(
        attempts: 1_024, attemptCountMax: 16_384, trialAttemptCountMax: 32_768,
        wordByteCountMax: 4 << 20,
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

/// The attempts that a trial has made so far, for all who hold it.
final class WorkCount {
    private(set) var attemptCount = 0

    /// **Throws:** ``StepFault`` where that is more than a trial may make; nothing is noted then.
    ///
    /// - Parameter more: 0 to 2^40.
    func add(_ more: Int, _ bounds: WorkBounds) throws {
        guard let countMax = bounds.trialAttemptCountMax else { return }
        guard attemptCount + more <= countMax else {
            throw StepFault(
                "\(more) attempts more than \(attemptCount), at most \(countMax) are made in all")
        }
        attemptCount += more
    }
}
