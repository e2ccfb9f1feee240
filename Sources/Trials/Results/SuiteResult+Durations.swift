extension SuiteResult {
    /// The same without wall times, for whoever compares reports of two runs byte by byte.
    public var withoutDurations: SuiteResult {
        SuiteResult(
            results: results.map(\.withoutDuration), holes: holes, seed: seed,
            knownFailures: knownFailures, notRunCount: notRunCount)
    }
}
