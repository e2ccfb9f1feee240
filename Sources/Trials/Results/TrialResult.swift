/// What became of one scenario under one set of rules.
public struct TrialResult: Sendable {
    /// Which scenario, and how its verdict came about.
    public let scenario: ScenarioSummary
    public let profile: Profile
    public let verdict: Verdict
    /// What the scenario says should come out.
    public let expected: Verdict
    /// In the order in which they first fired.
    public let guardsHit: [Guard]
    /// Those that had to fire.
    public let guardsExpected: [Guard]
    /// What the oracle saw, or why there is no verdict: one sentence, for people.
    public let evidence: String
    /// What an economic attack measured; nil for all others.
    public let measurement: Measurement?
    public let log: EventLog
    /// One line for a shell that does the same again.
    public let replay: String
    /// Wall time, nil where it was not taken: no digest, golden or comparison may see it.
    public private(set) var durationNanoseconds: Int?
    /// Why somebody who knows of it accepts an unexpected verdict; nil for all others.
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

    /// The same, known where it is unexpected. A fault of the laboratory stays one: it says nothing
    /// of the system that somebody could know.
    public func known(because reason: String) -> TrialResult {
        guard !isAsExpected, verdict != .labFault else { return self }
        var result = self
        result.knownReason = reason
        return result
    }

    /// The same without its wall time.
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
    /// Which system is attacked: "chain", "receipts".
    public let system: String
    /// What decides whether the attack worked, such as "ledger.exact".
    public let oracle: String
    /// Where the attack enters.
    public let entry: Surface
    /// The root causes that it shows, where it is broken in `published`.
    public let holes: [String]
    /// Incidents, papers, catalogue entries.
    public let references: [String]
    /// Of the repository, such as "Adversarial/scenarios/chain/TIM-01.json".
    public let file: String
    /// What the attacker does and why it should not work: a few sentences.
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

/// How bad it is where a claim is broken.
public enum Severity: String, Sendable, CaseIterable {
    case critical, high, medium
}

/// What an attack on costs found: integers only.
public struct Measurement: Sendable, Equatable {
    /// What was counted, such as "attempts", "addresses".
    public let unit: String
    public let attemptCount: Int
    /// Of them, those that went the attacker's way.
    public let successCount: Int
    /// How many times better off the attacker is than the rules mean him to be, in millionths.
    public let advantageMillionths: Int
    /// What the advantage is, after "1.60 times": "cheaper than honest work".
    public let comparison: String
    /// What the rules allow at most.
    public let allowedMillionths: Int
    /// The one-sided exact bound of the success rate, in millionths, rounded up; nil where nothing
    /// was drawn at random.
    public let rateBoundMillionths: Int?
    /// How sure that bound is, such as 999 for 99.9 %.
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
