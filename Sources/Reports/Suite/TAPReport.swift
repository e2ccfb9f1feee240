internal import Cryptography
package import Trials

/// A run as TAP, of version 13 unless another is asked for: Perl's `prove` fails every file that
/// says 14. The two differ in that line only, since no subtest stands here and nothing that 14
/// would have escaped.
///
/// A hole of the published rules that shows as expected is `not ok … # TODO known hole`, and so is
/// a known failure with its reason: no harness counts it as a failure. What was expected not to be
/// exercised is `ok … # SKIP`. Every
/// surprise is `not ok` without a directive.
///
/// TAP 14 escapes `#` as `\#`, but readers that do not know the escape take `\# SKIP` in a
/// stranger's title for a directive. Descriptions therefore hold a full-width `＃` instead; the
/// diagnostic block has the text as it was.
package enum TAPReport {
    package enum Version: Int, CaseIterable, Sendable {
        case thirteen = 13
        case fourteen = 14
    }

    package static func text(
        _ suite: SuiteResult, _ provenance: Provenance, version: Version = .thirteen
    ) -> String {
        var text = "TAP version \(version.rawValue)\n"
        if suite.results.isEmpty { return text + "1..0 # SKIP no scenarios\n" }
        text += "1..\(suite.results.count)\n"
        text += "# seed \(described(suite.seed))\n"
        for row in provenance.rows { text += "# \(row.name) \(described(row.value))\n" }
        for (index, result) in suite.results.enumerated() {
            text += testPoint(result, number: index + 1)
        }
        let surprises = suite.results.count { TrialOutcome($0).isSurprise }
        text += "# \(ReportText.count(surprises, "unexpected verdict"))\n"
        guard suite.notRunCount > 0 else { return text }
        return text + "# \(ReportText.count(suite.notRunCount, "trial")) not run\n"
    }

    private static func testPoint(_ result: TrialResult, number: Int) -> String {
        let scenario = result.scenario
        let description =
            "\(scenario.system) \(scenario.id) \(result.profile.rawValue): \(scenario.title)"
        let outcome = TrialOutcome(result)
        let isOK = outcome == .passed || outcome == .skipped
        var line = "\(isOK ? "ok" : "not ok") \(number) - \(described(description))"
        switch outcome {
        case .redProof: line += " # TODO " + described(TrialOutcome.holes(result))
        case .known: line += " # TODO " + described(TrialOutcome.knownFailure(result) ?? "")
        case .skipped: line += " # SKIP " + described(result.evidence)
        case .passed, .failed, .error: break
        }
        return line + "\n" + diagnostics(result)
    }

    private static func diagnostics(_ result: TrialResult) -> String {
        let scenario = result.scenario
        var text = "  ---\n"
        func add(_ key: String, _ value: String) { text += "  \(key): \(value)\n" }
        add("id", quoted(scenario.id))
        add("claim", scenario.claim.rawValue)
        add("verdict", result.verdict.rawValue)
        add("expected", result.expected.rawValue)
        add("severity", scenario.severity.rawValue)
        add("oracle", quoted(scenario.oracle))
        add("entry", quoted(scenario.entry.name))
        add("evidence", quoted(result.evidence))
        add("guards_hit", list(result.guardsHit))
        add("guards_expected", list(result.guardsExpected))
        if let measurement = result.measurement {
            add("measured", quoted(ReportText.sentence(measurement)))
        }
        if let nanoseconds = result.durationNanoseconds {
            add("duration_ms", "\(max(nanoseconds, 0) / 1_000_000)")
        }
        add("log_digest", quoted(result.log.digest.text))
        add("file", quoted(scenario.file))
        add("replay", quoted(result.replay))
        return text + "  ...\n"
    }

    private static func list(_ guards: [Guard]) -> String {
        "[" + guards.map { quoted($0.name) }.joined(separator: ", ") + "]"
    }

    /// A description: no control characters, no directive, backslashes doubled.
    private static func described(_ text: String) -> String {
        let shown = ReportText.replaced("\\", by: "\\\\", in: ReportText.shown(text))
        return ReportText.replaced("#", by: "\u{FF03}", in: shown)
    }

    /// A double-quoted YAML scalar; `#` is escaped so that no log of a build sees a command in it.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in ReportText.shown(text).unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "#": result += "\\x23"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
