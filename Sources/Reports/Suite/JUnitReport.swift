internal import Cryptography
package import Trials

/// A run as JUnit XML: a test suite a system and profile, a test case a scenario.
///
/// The verdicts broken and inconclusive, and an unexpected held, are failures; a fault of the
/// laboratory and a guard that was unexpectedly not reached are errors; a trial that was expected
/// not to be exercised and a known failure are skipped, with the reason. An expected hole of the
/// published rules is a pass whose output says that it is the red proof. Times are given only for
/// trials that were timed.
///
/// Readers differ: pytest's schema knows no `skipped` on `testsuites`; Ant's wants a time without a
/// zone; xunitparser keeps the properties of all suites in one table and stops where a name comes
/// twice, so that only the first suite has them.
package enum JUnitReport {
    package static func text(_ suite: SuiteResult, _ provenance: Provenance) -> String {
        let groups = SuiteGroup.groups(of: suite)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"glyphlab attack\"\(counts(suite.results))>\n"
        for (index, group) in groups.enumerated() {
            let name = "\(group.system).\(group.profile.rawValue)"
            let skipped = group.results.map(TrialOutcome.init)
                .count { $0 == .skipped || $0 == .known }
            text +=
                "  <testsuite name=\"\(attribute(name))\"\(counts(group.results))"
                + " skipped=\"\(skipped)\"\(place(provenance))>\n"
            if index == 0 { text += properties(suite, provenance) }
            for result in group.results { text += testCase(result) }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func place(_ provenance: Provenance) -> String {
        let time =
            provenance.startedAt.hasSuffix("Z")
            ? String(provenance.startedAt.dropLast()) : provenance.startedAt
        let host = provenance.host.name ?? "unknown"
        return " timestamp=\"\(attribute(time))\" hostname=\"\(attribute(host))\""
    }

    private static func properties(_ suite: SuiteResult, _ provenance: Provenance) -> String {
        var rows = [(name: "seed", value: suite.seed)] + provenance.rows
        if suite.notRunCount > 0 { rows.append(("not run", "\(suite.notRunCount)")) }
        return "    <properties>\n" + rows.map { property($0.name, $0.value) }.joined()
            + "    </properties>\n"
    }

    private static func property(_ name: String, _ value: String) -> String {
        "      <property name=\"\(name)\" value=\"\(attribute(value))\"/>\n"
    }

    private static func counts(_ results: [TrialResult]) -> String {
        let outcomes = results.map(TrialOutcome.init)
        func count(_ outcome: TrialOutcome) -> Int { outcomes.count { $0 == outcome } }
        let durations = results.compactMap(\.durationNanoseconds)
        let time = durations.isEmpty ? "" : Self.time(durations.reduce(0, &+))
        return " tests=\"\(results.count)\" failures=\"\(count(.failed))\""
            + " errors=\"\(count(.error))\"\(time)"
    }

    private static func time(_ nanoseconds: Int) -> String {
        " time=\"\(ReportText.seconds(nanoseconds: nanoseconds))\""
    }

    private static func testCase(_ result: TrialResult) -> String {
        let scenario = result.scenario
        let className =
            "\(scenario.system).\(result.profile.rawValue).\(scenario.claim.rawValue)"
        let name = "\(scenario.id) \(scenario.title)"
        var text =
            "    <testcase classname=\"\(attribute(className))\" name=\"\(attribute(name))\""
            + (result.durationNanoseconds.map(time) ?? "") + ">\n"
        let clause = TrialOutcome.clause(result)
        switch TrialOutcome(result) {
        case .passed, .redProof: break
        case .skipped:
            text += element("skipped", " message=\"\(attribute(result.evidence))\"", clause)
        case .known:
            let reason = TrialOutcome.knownFailure(result) ?? ""
            text += element("skipped", " message=\"\(attribute(reason))\"", details(result))
        case .failed: text += element("failure", attributes(result), details(result))
        case .error: text += element("error", attributes(result), details(result))
        }
        text += element("system-out", "", output(result))
        return text + "    </testcase>\n"
    }

    private static func attributes(_ result: TrialResult) -> String {
        let message = "\(TrialOutcome.clause(result)): \(result.evidence)"
        return " message=\"\(attribute(message))\" type=\"\(result.verdict.rawValue)\""
    }

    private static func details(_ result: TrialResult) -> String {
        let scenario = result.scenario
        return [
            "file: \(ReportText.shown(scenario.file))",
            "oracle: \(ReportText.shown(scenario.oracle))",
            "entry: \(ReportText.shown(scenario.entry.name))",
            "evidence: \(ReportText.shown(result.evidence))",
            "replay: \(ReportText.shown(result.replay))",
        ].joined(separator: "\n")
    }

    private static func output(_ result: TrialResult) -> String {
        var lines = ["verdict: \(TrialOutcome.clause(result))"]
        if TrialOutcome(result) == .redProof {
            lines.append(
                "red proof: the attack works where the hole is open; "
                    + ReportText.shown(TrialOutcome.holes(result)))
        }
        lines += [
            "evidence: \(ReportText.shown(result.evidence))",
            "guards hit: \(ReportText.shown(ReportText.list(result.guardsHit)))",
            "guards expected: \(ReportText.shown(ReportText.list(result.guardsExpected)))",
        ]
        if let measurement = result.measurement {
            lines.append("measured: \(ReportText.sentence(measurement))")
        }
        lines.append("log: \(result.log.digest.text)")
        lines.append("replay: \(ReportText.shown(result.replay))")
        return lines.joined(separator: "\n")
    }

    private static func element(_ name: String, _ attributes: String, _ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let escaped = lines.map { SVGText.escaped(String($0)) }.joined(separator: "\n")
        return "      <\(name)\(attributes)>\(escaped)</\(name)>\n"
    }

    private static func attribute(_ text: String) -> String {
        SVGText.escaped(ReportText.shown(text))
    }
}
