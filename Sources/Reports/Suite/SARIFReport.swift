internal import Cryptography
package import Encodings
internal import Receipts
package import Trials

/// A run's findings as SARIF 2.1.0: what is unexpected, and nothing else.
///
/// A rule is a claim, a location the scenario's file below `SRCROOT`. Unexpected verdicts of the
/// system are errors, those of the laboratory warnings. A known hole that shows as its scenario
/// expects is no result, since GitHub opens an alert for each one and heeds no suppression; it
/// stands in the properties of the run, and so does a known failure with its reason.
package enum SARIFReport {
    /// The most results that GitHub takes of a run; it shows 5,000.
    package static let resultCountMax = 25_000

    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    /// - Parameter exitCode: the exit code of the run.
    package static func json(
        _ suite: SuiteResult, _ provenance: Provenance, exitCode: Int,
        resultCountMax: Int = SARIFReport.resultCountMax
    ) -> JSONValue {
        let findings = suite.results.filter { TrialOutcome($0).isSurprise }
        let run = JSONValue.object([
            JSONMember("tool", tool(provenance.program)),
            JSONMember("invocations", .array([invocation(suite, provenance, exitCode)])),
            JSONMember("originalUriBaseIds", baseIDs()),
            JSONMember("columnKind", .string("utf16CodeUnits")),
            JSONMember("results", .array(findings.prefix(resultCountMax).map(result))),
            JSONMember(
                "properties",
                .object([
                    JSONMember("seed", .string(ReportText.shown(suite.seed))),
                    JSONMember("verdicts", .integer(suite.results.count)),
                    JSONMember("notRun", .integer(suite.notRunCount)),
                    JSONMember(
                        "resultsLeftOut", .integer(max(findings.count - resultCountMax, 0))),
                    JSONMember("knownHoles", .array(suite.scoreboard.holes.map(hole))),
                    JSONMember(
                        "knownFailures",
                        .array(suite.results.compactMap(knownFailure))),
                ])),
        ])
        return .object([
            JSONMember("$schema", .string(schema)),
            JSONMember("version", .string("2.1.0")),
            JSONMember("runs", .array([run])),
        ])
    }

    private static func hole(_ hole: Hole, _ brokenBy: [String]) -> JSONValue {
        .object([
            JSONMember("id", .string(ReportText.shown(hole.id))),
            JSONMember("system", .string(ReportText.shown(hole.system))),
            JSONMember("title", .string(ReportText.shown(hole.title))),
            JSONMember("brokenBy", .array(brokenBy.map { .string(ReportText.shown($0)) })),
        ])
    }

    private static func knownFailure(_ result: TrialResult) -> JSONValue? {
        guard let reason = result.knownReason else { return nil }
        return .object([
            JSONMember("id", .string(ReportText.shown(result.scenario.id))),
            JSONMember("profile", .string(result.profile.rawValue)),
            JSONMember("verdict", .string(result.verdict.rawValue)),
            JSONMember("expected", .string(result.expected.rawValue)),
            JSONMember("reason", .string(ReportText.shown(reason))),
        ])
    }

    private static func baseIDs() -> JSONValue {
        .object([
            JSONMember(
                "SRCROOT",
                .object([JSONMember("description", message("The root of the repository."))]))
        ])
    }

    // MARK: Tool

    private static func tool(_ program: Provenance.Program) -> JSONValue {
        .object([
            JSONMember(
                "driver",
                .object([
                    JSONMember("name", .string("GlyphLab")),
                    JSONMember("fullName", .string(ReportText.shown(program.text))),
                    JSONMember("version", .string(ReportText.shown(program.version))),
                    JSONMember("semanticVersion", .string(semanticVersion(program))),
                    JSONMember("rules", .array(Claim.allCases.map(rule))),
                ]))
        ])
    }

    private static func rule(_ claim: Claim) -> JSONValue {
        let text = ClaimText(claim)
        let name = text.name.split(separator: " ").map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }
        return .object([
            JSONMember("id", .string(claim.rawValue)),
            JSONMember("name", .string(name.joined())),
            JSONMember("shortDescription", message(text.claimed)),
            JSONMember("fullDescription", message("\(text.name): \(text.claimed)")),
            JSONMember(
                "help",
                message(
                    "\(text.claimed) A finding names the scenario that broke this and the line "
                        + "that replays it.")),
            JSONMember(
                "defaultConfiguration", .object([JSONMember("level", .string("error"))])),
            JSONMember(
                "properties",
                .object([
                    JSONMember(
                        "tags", .array(["security", "ledger", "attack"].map(JSONValue.string))),
                    JSONMember("precision", .string("very-high")),
                    JSONMember("security-severity", .string(score(text.severity))),
                ])),
        ])
    }

    /// GitHub's bands: above 9.0 critical, from 7.0 high, from 4.0 medium.
    private static func score(_ severity: Severity) -> String {
        switch severity {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        }
    }

    /// "0.2.0+1a2b3c4d5e6f.release": what is no letter, digit or hyphen of ASCII is a hyphen.
    private static func semanticVersion(_ program: Provenance.Program) -> String {
        let commit = (program.commit ?? "unknown").unicodeScalars.map { scalar -> Character in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? Character(scalar) : "-"
        }
        let changes = program.hasChanges == true ? ".changes" : ""
        return ReportText.shown("\(program.version)+\(String(commit))\(changes).\(program.build)")
    }

    /// Faults of the laboratory are about the run, too: a run with one did not succeed.
    private static func invocation(
        _ suite: SuiteResult, _ provenance: Provenance, _ exitCode: Int
    ) -> JSONValue {
        let faults = suite.results.filter { $0.verdict == .labFault }
        var members = [
            JSONMember("commandLine", .string(ReportText.shown(provenance.commandLine))),
            JSONMember(
                "arguments",
                .array(provenance.arguments.map { .string(ReportText.shown($0)) })),
            JSONMember("startTimeUtc", .string(provenance.startedAt)),
            JSONMember("exitCode", .integer(exitCode)),
            JSONMember("executionSuccessful", .boolean(faults.isEmpty)),
        ]
        if let name = provenance.host.name {
            members.append(JSONMember("machine", .string(ReportText.shown(name))))
        }
        members += [
            JSONMember(
                "toolExecutionNotifications",
                .array(
                    faults.prefix(resultCountMax).map { fault in
                        .object([
                            JSONMember("level", .string("error")),
                            JSONMember("message", message(headline(fault))),
                            JSONMember("locations", .array([location(fault)])),
                        ])
                    })),
            JSONMember("properties", .object([JSONMember("provenance", provenance.json)])),
        ]
        return .object(members)
    }

    // MARK: Results

    private static func result(_ result: TrialResult) -> JSONValue {
        let scenario = result.scenario
        let outcome = TrialOutcome(result)
        let level =
            switch outcome {
            case .failed: result.verdict == .inconclusive ? "warning" : "error"
            case .error: "warning"
            case .redProof, .passed, .skipped, .known: "note"
            }
        return .object([
            JSONMember("ruleId", .string(scenario.claim.rawValue)),
            JSONMember("ruleIndex", .integer(Claim.allCases.firstIndex(of: scenario.claim) ?? -1)),
            JSONMember("kind", .string("fail")),
            JSONMember("level", .string(level)),
            JSONMember("message", message(headline(result))),
            JSONMember("locations", .array([location(result)])),
            JSONMember(
                "partialFingerprints",
                .object([JSONMember("glyphlabFinding/v1", .string(fingerprint(result)))])),
            JSONMember("properties", properties(result)),
        ])
    }

    private static func properties(_ result: TrialResult) -> JSONValue {
        .object([
            JSONMember("severity", .string(result.scenario.severity.rawValue)),
            JSONMember("verdict", .string(result.verdict.rawValue)),
            JSONMember("expected", .string(result.expected.rawValue)),
            JSONMember("profile", .string(result.profile.rawValue)),
            JSONMember("oracle", .string(ReportText.shown(result.scenario.oracle))),
            JSONMember("logDigest", .string(result.log.digest.text)),
            JSONMember("replay", .string(ReportText.shown(result.replay))),
        ])
    }

    private static func headline(_ result: TrialResult) -> String {
        let scenario = result.scenario
        return
            "\(scenario.system) \(scenario.id) (\(result.profile.rawValue)): \(scenario.title): "
            + "\(TrialOutcome.clause(result)). \(result.evidence) Replay: \(result.replay)"
    }

    private static func location(_ result: TrialResult) -> JSONValue {
        let scenario = result.scenario
        let name = "\(scenario.system)/\(scenario.id)/\(result.profile.rawValue)"
        var members: [JSONMember] = []
        if !scenario.file.isEmpty {
            let artifact = JSONValue.object([
                JSONMember("uri", .string(uri(scenario.file))),
                JSONMember("uriBaseId", .string("SRCROOT")),
            ])
            members.append(
                JSONMember(
                    "physicalLocation",
                    .object([
                        JSONMember("artifactLocation", artifact),
                        JSONMember(
                            "region", .object([JSONMember("startLine", .integer(1))])),
                    ])))
        }
        members.append(
            JSONMember(
                "logicalLocations",
                .array([
                    .object([
                        JSONMember("fullyQualifiedName", .string(ReportText.shown(name)))
                    ])
                ])))
        return .object(members)
    }

    /// The digest of system, profile, claim, oracle, verdict and path of guards: a change in any of
    /// them makes another finding. Golden-bearing: by it, GitHub knows which finding is an old one.
    /// Each part is hashed with its length, so that no two lists of parts are hashed alike.
    private static func fingerprint(_ result: TrialResult) -> String {
        let scenario = result.scenario
        let parts =
            [
                scenario.system, result.profile.rawValue, scenario.claim.rawValue, scenario.oracle,
                result.verdict.rawValue,
            ] + result.guardsHit.map(\.name)
        var bytes = Array("glyphlab/finding/1\n".utf8)
        for part in parts { bytes += "\(part.utf8.count):\(part)\n".utf8 }
        return Digests.sha256(bytes).text
    }

    // MARK: Texts

    /// A plain message. Braces are doubled and no bracket is followed by a parenthesis: SARIF reads
    /// `{0}` as a place for an argument and `[text](place)` as a link.
    private static func message(_ text: String) -> JSONValue {
        var shown = ReportText.shown(text)
        for (pattern, replacement) in [("{", "{{"), ("}", "}}"), ("](", "] (")] {
            shown = ReportText.replaced(pattern, by: replacement, in: shown)
        }
        return .object([JSONMember("text", .string(shown))])
    }

    /// A path as a relative reference of RFC 3986.
    private static func uri(_ path: String) -> String {
        PercentEncoding.text(of: path, keeping: "/")
    }
}
