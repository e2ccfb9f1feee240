internal import Cryptography
package import Encodings
package import Trials

/// A run as the JSON that `attack run --format json` prints: keys in snake_case, integers only.
///
/// Texts stand as they were written, escaped to ASCII: whoever reads this is a program.
/// `duration_ns` stands only where times were taken, so that without them two runs give the same
/// bytes.
package enum VerdictsReport {
    /// - Parameter named: the attacks that the field names first, for the scoreboard.
    package static func json(
        _ suite: SuiteResult, _ provenance: Provenance, named: NamedAttacks? = nil
    ) -> JSONValue {
        .object([
            JSONMember("verdicts", .array(suite.results.map(verdict))),
            JSONMember("summary", summary(suite)),
            JSONMember("scoreboard", ScoreboardJSON.value(suite, named)),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func verdict(_ result: TrialResult) -> JSONValue {
        let scenario = result.scenario
        var members = [
            JSONMember("id", .string(scenario.id)),
            JSONMember("system", .string(scenario.system)),
            JSONMember("claim", .string(scenario.claim.rawValue)),
            JSONMember("profile", .string(result.profile.rawValue)),
            JSONMember("verdict", .string(result.verdict.rawValue)),
            JSONMember("expected", .string(result.expected.rawValue)),
            JSONMember("title", .string(scenario.title)),
            JSONMember("severity", .string(scenario.severity.rawValue)),
            JSONMember("oracle", .string(scenario.oracle)),
            JSONMember("entry", .string(scenario.entry.name)),
            JSONMember("evidence", .string(result.evidence)),
            JSONMember("guards_hit", names(result.guardsHit)),
            JSONMember("guards_expected", names(result.guardsExpected)),
            JSONMember("holes", .array(scenario.holes.map(JSONValue.string))),
            JSONMember("measurement", result.measurement.map(measurement) ?? .null),
            JSONMember("known_failure", result.knownReason.map(JSONValue.string) ?? .null),
            JSONMember("log_digest", .string(result.log.digest.text)),
            JSONMember("file", .string(scenario.file)),
            JSONMember("replay", .string(result.replay)),
        ]
        if let nanoseconds = result.durationNanoseconds {
            members.append(JSONMember("duration_ns", .integer(nanoseconds)))
        }
        return .object(members)
    }

    private static func names(_ guards: [Guard]) -> JSONValue {
        .array(guards.map { .string($0.name) })
    }

    private static func measurement(_ measurement: Measurement) -> JSONValue {
        .object([
            JSONMember("unit", .string(measurement.unit)),
            JSONMember("attempts", .integer(measurement.attemptCount)),
            JSONMember("successes", .integer(measurement.successCount)),
            JSONMember("advantage_millionths", .integer(measurement.advantageMillionths)),
            JSONMember("comparison", .string(measurement.comparison)),
            JSONMember("allowed_millionths", .integer(measurement.allowedMillionths)),
            JSONMember("within", .boolean(measurement.isWithin)),
            JSONMember(
                "rate_bound_millionths",
                measurement.rateBoundMillionths.map(JSONValue.integer) ?? .null),
            JSONMember(
                "confidence_permille",
                measurement.confidencePermille.map(JSONValue.integer) ?? .null),
        ])
    }

    private static func summary(_ suite: SuiteResult) -> JSONValue {
        let scoreboard = suite.scoreboard
        return .object([
            JSONMember("seed", .string(suite.seed)),
            JSONMember("verdicts", .integer(suite.results.count)),
            JSONMember("surprises", .integer(suite.results.count { TrialOutcome($0).isSurprise })),
            JSONMember(
                "known_failures", .integer(suite.results.count { $0.knownReason != nil })),
            JSONMember("known_failures_gone", .array(suite.goneFailures.map(knownFailure))),
            JSONMember("not_run", .integer(suite.notRunCount)),
            JSONMember("by_profile", .object(Profile.allCases.map { counts(suite, $0) })),
            JSONMember("systems", .array(scoreboard.totals.map(row))),
            JSONMember("claims", .array(scoreboard.rows.map(row))),
            JSONMember("holes", .array(scoreboard.holes.map(hole))),
        ])
    }

    private static func knownFailure(_ known: KnownFailure) -> JSONValue {
        .object([
            JSONMember("id", .string(known.id)),
            JSONMember("profile", .string(known.profile.rawValue)),
            JSONMember("reason", .string(known.reason)),
        ])
    }

    private static func counts(_ suite: SuiteResult, _ profile: Profile) -> JSONMember {
        let results = suite.results.filter { $0.profile == profile }
        return JSONMember(
            profile.rawValue,
            .object(
                Verdict.shown(in: suite).map { verdict in
                    JSONMember(
                        verdict.rawValue, .integer(results.count { $0.verdict == verdict }))
                }))
    }

    private static func row(_ row: Scoreboard.Row) -> JSONValue {
        var members = [JSONMember("system", .string(row.system))]
        if let claim = row.claim { members.append(JSONMember("claim", .string(claim.rawValue))) }
        members += [
            JSONMember("scenarios", .integer(row.scenarioCount)),
            JSONMember("triples", .integer(row.tripleCount)),
            JSONMember("published_broken", .integer(row.publishedBrokenCount)),
            JSONMember("hardened_held", .integer(row.hardenedHeldCount)),
            JSONMember("surprises", .integer(row.surpriseCount)),
        ]
        return .object(members)
    }

    private static func hole(_ entry: (hole: Hole, brokenBy: [String])) -> JSONValue {
        .object([
            JSONMember("id", .string(entry.hole.id)),
            JSONMember("system", .string(entry.hole.system)),
            JSONMember("title", .string(entry.hole.title)),
            JSONMember("broken_by", .array(entry.brokenBy.map(JSONValue.string))),
        ])
    }
}
