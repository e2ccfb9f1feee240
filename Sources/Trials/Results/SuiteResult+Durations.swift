extension SuiteResult {
    /// A copy without wall times, so that the reports of two runs can be compared byte by byte.
    package var withoutDurations: SuiteResult {
        SuiteResult(
            results: results.map(\.withoutDuration), holes: holes, seed: seed,
            knownFailures: knownFailures, notRunCount: notRunCount)
    }
}
