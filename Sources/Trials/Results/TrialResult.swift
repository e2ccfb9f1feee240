/// The result of a scenario under the rules of a profile.
package struct TrialResult: Sendable {
    /// The scenario as reports name it.
    package let scenario: ScenarioSummary
    package let profile: Profile
    package let verdict: Verdict
    /// The verdict that the scenario says should come out.
    package let expected: Verdict
    /// The guards that stopped something of the attack, in the order in which they first fired; the
    /// code of a death counts as one.
    package let guardsHit: [Guard]
    /// The guards that had to fire.
    package let guardsExpected: [Guard]
    /// The oracle's finding, or the reason why there is none: one sentence, for people.
    package let evidence: String
    /// The measured advantage of an attack on costs; nil for all other attacks.
    package let measurement: Measurement?
    package let log: EventLog
    /// A line for a shell that runs the trial again.
    package let replay: String
    /// Wall time, nil where it was not taken: no digest, golden or comparison may see it.
    package private(set) var durationNanoseconds: Int?
    /// The reason for which an unexpected verdict is accepted; nil for all other results.
    package private(set) var knownReason: String?

    package init(
        scenario: ScenarioSummary, profile: Profile, verdict: Verdict, expected: Verdict,
        guardsHit: [Guard], guardsExpected: [Guard], evidence: String, measurement: Measurement?,
        log: EventLog, replay: String, durationNanoseconds: Int?
    ) {
        self.scenario = scenario
        self.profile = profile
        self.verdict = verdict
        self.expected = expected
        self.guardsHit = guardsHit
        self.guardsExpected = guardsExpected
        self.evidence = evidence
        self.measurement = measurement
        self.log = log
        self.replay = replay
        self.durationNanoseconds = durationNanoseconds
    }

    package var isAsExpected: Bool { verdict == expected }

    /// A copy that carries the reason if its verdict is unexpected. A fault of the laboratory is
    /// never accepted: it says nothing about the system.
    package func known(because reason: String) -> TrialResult {
        guard !isAsExpected, verdict != .labFault else { return self }
        var result = self
        result.knownReason = reason
        return result
    }

    /// A copy without its wall time.
    package var withoutDuration: TrialResult {
        var result = self
        result.durationNanoseconds = nil
        return result
    }
}

/// A scenario as reports name it.
package struct ScenarioSummary: Sendable, Equatable {
    /// Such as "TIM-01".
    package let id: String
    package let title: String
    package let claim: Claim
    package let severity: Severity
    /// The attacked system: "chain" or "receipts".
    package let system: String
    /// The oracle that decides whether the attack worked, such as "ledger.exact".
    package let oracle: String
    /// The surface at which the attack enters.
    package let entry: Surface
    /// The ids of the root causes for which it breaks `published`.
    package let holes: [String]
    /// Incidents, papers, catalogue entries.
    package let references: [String]
    /// The path in the repository, such as "Adversarial/scenarios/chain/TIM-01.json".
    package let file: String
    /// The attacker's deeds and the reason why they should not work: a few sentences.
    package let about: String

    package init(
        id: String, title: String, claim: Claim, severity: Severity, system: String,
        oracle: String, entry: Surface, holes: [String], references: [String], file: String,
        about: String
    ) {
        self.id = id
        self.title = title
        self.claim = claim
        self.severity = severity
        self.system = system
        self.oracle = oracle
        self.entry = entry
        self.holes = holes
        self.references = references
        self.file = file
        self.about = about
    }
}

/// The damage that a broken claim does.
package enum Severity: String, Sendable, CaseIterable {
    case critical, high, medium
}

/// The measurement of an attack on costs, in integers only.
package struct Measurement: Sendable, Equatable {
    /// The things counted, such as "attempts", "addresses".
    package let unit: String
    package let attemptCount: Int
    /// The number of attempts that went the attacker's way.
    package let successCount: Int
    /// The factor by which the attacker is better off than the rules intend, in millionths.
    package let advantageMillionths: Int
    /// The words that follow the factor "1.60 times", such as "cheaper than honest work".
    package let comparison: String
    /// The largest factor that the rules allow, in millionths.
    package let allowedMillionths: Int
    /// The one-sided exact bound of the success rate, in millionths, rounded up; nil where nothing
    /// was drawn at random.
    package let rateBoundMillionths: Int?
    /// The confidence of that bound, such as 999 for 99.9 %; nil where there is no bound.
    package let confidencePermille: Int?

    package init(
        unit: String, attemptCount: Int, successCount: Int, advantageMillionths: Int,
        comparison: String, allowedMillionths: Int, rateBoundMillionths: Int?,
        confidencePermille: Int?
    ) {
        self.unit = unit
        self.attemptCount = attemptCount
        self.successCount = successCount
        self.advantageMillionths = advantageMillionths
        self.comparison = comparison
        self.allowedMillionths = allowedMillionths
        self.rateBoundMillionths = rateBoundMillionths
        self.confidencePermille = confidencePermille
    }

    package var isWithin: Bool { advantageMillionths <= allowedMillionths }
}
