/// The result of a scenario under the rules of a profile.
public struct TrialResult: Sendable {
    /// The scenario as reports name it.
    public let scenario: ScenarioSummary
    public let profile: Profile
    public let verdict: Verdict
    /// The verdict that the scenario says should come out.
    public let expected: Verdict
    /// The guards that stopped something of the attack, in the order in which they first fired; the
    /// code of a death counts as one.
    public let guardsHit: [Guard]
    /// The guards that had to fire.
    public let guardsExpected: [Guard]
    /// The oracle's finding, or the reason why there is none: one sentence, for people.
    public let evidence: String
    /// The measured advantage of an attack on costs; nil for all other attacks.
    public let measurement: Measurement?
    public let log: EventLog
    /// A line for a shell that runs the trial again.
    public let replay: String
    /// Wall time, nil where it was not taken: no digest, golden or comparison may see it.
    public private(set) var durationNanoseconds: Int?
    /// The reason for which an unexpected verdict is accepted; nil for all other results.
    public private(set) var knownReason: String?

    public init(
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

    public var isAsExpected: Bool { verdict == expected }

    /// A copy that carries the reason if its verdict is unexpected. A fault of the laboratory is
    /// never accepted: it says nothing about the system.
    public func known(because reason: String) -> TrialResult {
        guard !isAsExpected, verdict != .labFault else { return self }
        var result = self
        result.knownReason = reason
        return result
    }

    /// A copy without its wall time.
    public var withoutDuration: TrialResult {
        var result = self
        result.durationNanoseconds = nil
        return result
    }
}

/// A scenario as reports name it.
public struct ScenarioSummary: Sendable, Equatable {
    /// Such as "TIM-01".
    public let id: String
    public let title: String
    public let claim: Claim
    public let severity: Severity
    /// The attacked system: "chain" or "receipts".
    public let system: String
    /// The oracle that decides whether the attack worked, such as "ledger.exact".
    public let oracle: String
    /// The surface at which the attack enters.
    public let entry: Surface
    /// The ids of the root causes for which it breaks `published`.
    public let holes: [String]
    /// Incidents, papers, catalogue entries.
    public let references: [String]
    /// The path in the repository, such as "Adversarial/scenarios/chain/TIM-01.json".
    public let file: String
    /// The attacker's deeds and the reason why they should not work: a few sentences.
    public let about: String

    public init(
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
public enum Severity: String, Sendable, CaseIterable {
    case critical, high, medium
}

/// The measurement of an attack on costs, in integers only.
public struct Measurement: Sendable, Equatable {
    /// The things counted, such as "attempts", "addresses".
    public let unit: String
    public let attemptCount: Int
    /// The number of attempts that went the attacker's way.
    public let successCount: Int
    /// The factor by which the attacker is better off than the rules intend, in millionths.
    public let advantageMillionths: Int
    /// The words that follow the factor "1.60 times", such as "cheaper than honest work".
    public let comparison: String
    /// The largest factor that the rules allow, in millionths.
    public let allowedMillionths: Int
    /// The one-sided exact bound of the success rate, in millionths, rounded up; nil where nothing
    /// was drawn at random.
    public let rateBoundMillionths: Int?
    /// The confidence of that bound, such as 999 for 99.9 %; nil where there is no bound.
    public let confidencePermille: Int?

    public init(
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

    public var isWithin: Bool { advantageMillionths <= allowedMillionths }
}
