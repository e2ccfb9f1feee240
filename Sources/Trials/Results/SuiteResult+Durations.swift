extension SuiteResult {
    /// The same without wall times, for whoever compares reports of two runs byte by byte.
    public var withoutDurations: SuiteResult {
        SuiteResult(
            results: results.map { result in
                TrialResult(
                    scenario: result.scenario, profile: result.profile, verdict: result.verdict,
                    expected: result.expected, guardsHit: result.guardsHit,
                    guardsExpected: result.guardsExpected, evidence: result.evidence,
                    measurement: result.measurement, log: result.log, replay: result.replay,
                    durationNanoseconds: nil)
            }, holes: holes, seed: seed)
    }
}
