import Receipts
import Reports
import Trials

/// Made-up results for the tests of reports.
enum SampleSuite {
    static func result(
        id: String = "LED-01", system: String = "chain", claim: Claim = .ledger,
        title: String = "overspend by 1", profile: Profile = .hardened,
        verdict: Verdict = .held, expected: Verdict = .held, hit: [String] = ["BAD_BALANCE"],
        asked: [String] = ["BAD_BALANCE"],
        evidence: String = "Balances are as the ledger has them.",
        holes: [String] = [], measurement: Measurement? = nil, log lines: [String] = ["submitted"],
        replay: String? = nil, oracle: String = "ledger.exact", entry: String = "block",
        file: String? = nil, severity: Severity = .critical, references: [String] = [],
        about: String = "A spender with 10 coins sends 11.", nanoseconds: Int? = nil
    ) -> TrialResult {
        var log = EventLog()
        for (index, line) in lines.enumerated() { log.note(10 * index, line) }
        return TrialResult(
            scenario: ScenarioSummary(
                id: id, title: title, claim: claim, severity: severity, system: system,
                oracle: oracle, entry: Surface(entry), holes: holes, references: references,
                file: file ?? "Adversarial/scenarios/\(system)/\(id).json", about: about),
            profile: profile, verdict: verdict, expected: expected,
            guardsHit: hit.map { Guard($0) }, guardsExpected: asked.map { Guard($0) },
            evidence: evidence, measurement: measurement, log: log,
            replay: replay ?? "glyphlab attack run \(id) --profile \(profile.rawValue) --seed 00",
            durationNanoseconds: nanoseconds)
    }

    static func provenance(
        commit: String = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
        compiler: String = "Swift 6.3, Clang 21.0.0", host: String = "somewhere",
        processor: String = "some processor", system: String = "Debian GNU/Linux 12",
        arguments: [String] = ["attack", "run"], startedAt: String = "2026-11-28T10:06:34Z"
    ) -> Provenance {
        Provenance(
            program: Provenance.Program(
                version: "0.2.0", commit: commit, hasChanges: false, build: "release",
                compiler: compiler),
            host: Provenance.Host(
                name: host, processor: processor, architecture: "x86_64", system: system,
                threadCount: 2),
            arguments: arguments, startedAt: startedAt)
    }

    /// A red proof, a green row, and each kind of surprise.
    static let small = SuiteResult(
        results: [
            result(
                profile: .published, verdict: .broken, expected: .broken, hit: [], asked: [],
                evidence: "The supply grew by 1.", holes: ["loose-values"]),
            result(),
            result(
                id: "POI-03", claim: .proofOfInference, title: "precomputed answers",
                profile: .published, verdict: .held, expected: .broken, evidence: "It was held.",
                holes: ["shared-work"]),
            result(
                id: "POI-03", claim: .proofOfInference, title: "precomputed answers",
                verdict: .broken, evidence: "24 times less work.",
                measurement: Measurement(
                    unit: "attempts", attemptCount: 1000, successCount: 1000,
                    advantageMillionths: 24_310_000, comparison: "cheaper than honest work",
                    allowedMillionths: 1_100_000, rateBoundMillionths: nil,
                    confidencePermille: nil)),
            result(
                id: "RES-01", claim: .resources, title: "header flood", verdict: .notExercised,
                expected: .notExercised, hit: [], evidence: "No limit is declared yet."),
            result(
                id: "STO-04", claim: .storage, title: "kill at every write",
                verdict: .notExercised, hit: [], evidence: "The guard was never reached."),
            result(
                id: "STO-05", claim: .storage, title: "older snapshot", verdict: .labFault,
                hit: [], evidence: "The disk of the laboratory is full."),
            result(
                id: "TIM-01", claim: .time, title: "time warp", verdict: .inconclusive,
                evidence: "2 of 3 replays."),
        ],
        holes: [
            Hole(id: "loose-values", system: "chain", title: "Numbers compare loosely."),
            Hole(id: "shared-work", system: "chain", title: "Attempts share work."),
        ], seed: "00")

    /// A known failure that fails, one that no longer does, and a run that was stopped.
    static let known = SuiteResult(
        results: [
            result(verdict: .broken, evidence: "It grew.").known(because: "ticket 7"),
            result(id: "LED-02"),
        ], holes: [], seed: "00",
        knownFailures: [
            KnownFailure(id: "LED-01", profile: .hardened, reason: "ticket 7"),
            KnownFailure(id: "LED-02", profile: .hardened, reason: "ticket 8"),
            KnownFailure(id: "LED-02", profile: .published, reason: "not tried"),
        ], notRunCount: 3)

    /// A red proof and a surprise that was measured and timed: what the goldens show.
    static let pair = SuiteResult(
        results: [
            small.results[0],
            result(
                id: "POI-03", claim: .proofOfInference, title: "precomputed answers",
                verdict: .broken, hit: ["RATE", "BUDGET"], asked: ["BUDGET"],
                evidence: "24 times less {work}.",
                measurement: Measurement(
                    unit: "attempts", attemptCount: 1000, successCount: 12,
                    advantageMillionths: 24_310_000, comparison: "cheaper than honest work",
                    allowedMillionths: 1_100_000, rateBoundMillionths: 25_030,
                    confidencePermille: 999),
                nanoseconds: 1_234_567_890),
        ], holes: [small.holes[0]], seed: "00")

    /// What strangers write into every text there is.
    static let hostile: [String] = [
        "]]></system-out><failure/>", "</script><script>alert(1)</script>", "::error::fooled",
        "##[add-mask]x", "# SKIP all of it", "\\# TODO later", "a\u{0}b\u{1B}[31mred\u{7F}\u{9B}0m",
        "\u{301}\u{20DD}lone", "\"\u{301} onmouseover=\"alert(1)", "<\u{301}b>", "\u{600}<i>",
        "line\nok 99 - forged\r\n::warning::x\u{2028}y\u{85}z", "{0} [link](1) [x](javascript:y)",
        "{{seed}} {{{seed}}} {{#seed}}", "%0A%25,title=x:y", "\u{202E}desrever\u{2066}",
        "Bail out!", "  ...\n  ---", "&amp;&#0;&lt;", "../../\u{FFFE}\u{FEFF}\u{E0041}é e\u{301}",
        "", " ", "'; DROP TABLE verdicts; --",
    ]

    /// Each hostile text in each place.
    static let hostileSuite = SuiteResult(
        results: hostile.enumerated().flatMap { index, text in
            Verdict.allCases.map { verdict in
                result(
                    id: text, system: index.isMultiple(of: 2) ? text : "chain",
                    claim: Claim.allCases[index % Claim.allCases.count], title: text,
                    profile: verdict == .held ? .hardened : .published, verdict: verdict,
                    expected: index.isMultiple(of: 3) ? verdict : .held, hit: [text],
                    asked: [text, "X"], evidence: text, holes: [text],
                    measurement: Measurement(
                        unit: text, attemptCount: .max, successCount: .min,
                        advantageMillionths: .max, comparison: text, allowedMillionths: -1,
                        rateBoundMillionths: 1, confidencePermille: 999),
                    log: [text], replay: text, oracle: text, entry: text, file: text,
                    references: [text], about: text)
            }
        }, holes: hostile.map { Hole(id: $0, system: "chain", title: $0) }, seed: hostile[6])
}
