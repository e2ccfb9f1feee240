import Encodings
import Foundation
import Reports
import TestSupport
import Testing
import Trials

@Suite("Known failures and runs that were stopped, as reports tell them")
struct KnownFailureReportTests {
    private static let suite = SampleSuite.known
    private static let provenance = SampleSuite.provenance()

    @Test("A fault of the laboratory and an expected verdict are never known failures")
    func never() {
        let fault = SampleSuite.result(verdict: .labFault, expected: .held)
        #expect(fault.known(because: "x").knownReason == nil)
        #expect(SampleSuite.result().known(because: "x").knownReason == nil)
        #expect(SampleSuite.result(verdict: .broken).known(because: "x").knownReason == "x")
    }

    @Test("The terminal lists them apart with their reason, and what no longer fails")
    func terminal() {
        let text = ScoreboardText.text(Self.suite, Self.provenance)
        #expect(
            text.contains("  1 known failure\n  ~ chain LED-01 hardened: broken, expected held"))
        #expect(text.contains("      reason:   ticket 7\n"))
        #expect(text.contains("known failure that no longer fails: LED-02 hardened (ticket 8)"))
        #expect(!text.contains("not tried"))
        #expect(text.contains("no unexpected verdicts: the 1 verdict is as its scenario expects"))
        #expect(text.contains("stopped at the first unexpected verdict: 3 trials not run"))
    }

    @Test("TAP has a TODO, JUnit a skip, SARIF a property, GitHub nothing")
    func files() throws {
        let tap = TAPReport.text(Self.suite, Self.provenance)
        #expect(tap.contains("overspend by 1 # TODO known failure: ticket 7\n"))
        #expect(tap.hasSuffix("# 0 unexpected verdicts\n# 3 trials not run\n"))
        let junit = JUnitReport.text(Self.suite, Self.provenance)
        #expect(junit.contains("<skipped message=\"known failure: ticket 7\">"))
        #expect(junit.contains("<property name=\"not run\" value=\"3\"/>"))
        #expect(junit.contains("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\""))
        #expect(GitHubAnnotations.text(Self.suite).isEmpty)
        let run = try #require(
            SARIFReport.json(Self.suite, Self.provenance, exitCode: 0)
                .member("runs")?.arrayValue?.first)
        #expect(run.member("results")?.compactText == "[]")
        let properties = try #require(run.member("properties"))
        #expect(properties.member("notRun")?.integerValue == 3)
        #expect(
            properties.member("knownFailures")?.compactText == """
                [{"id":"LED-01","profile":"hardened","verdict":"broken","expected":"held",\
                "reason":"ticket 7"}]
                """)
    }

    @Test("JSON gives the reason, what is gone and how much was not run")
    func json() throws {
        let document = VerdictsReport.json(Self.suite, Self.provenance)
        let summary = try #require(document.member("summary"))
        #expect(summary.member("surprises")?.integerValue == 0)
        #expect(summary.member("known_failures")?.integerValue == 1)
        #expect(summary.member("not_run")?.integerValue == 3)
        #expect(
            summary.member("known_failures_gone")?.compactText
                == #"[{"id":"LED-02","profile":"hardened","reason":"ticket 8"}]"#)
        #expect(document.member("provenance")?.compactText == Self.provenance.json.compactText)
    }

    @Test("The page has a section of them")
    func page() {
        let text = PageReport.html(Self.suite, Self.provenance)
        #expect(text.contains("No unexpected verdict among 2 verdicts (1 known failure, 3 trials"))
        #expect(text.contains("<section id=\"known\">") && text.contains("Reason: ticket 7"))
        #expect(text.contains("no longer fails"))
        let green = PageReport.html(SampleSuite.pair, Self.provenance)
        #expect(!green.contains("<section id=\"known\">"))
    }

    @Test(
        "Perl's prove fails a red run, passes a green one with known holes, and fails all of TAP 14",
        .enabled(if: perlProve != nil, "needs Perl's prove"))
    func prove() throws {
        let pair = SampleSuite.pair
        let green = SuiteResult(results: [pair.results[0]], holes: pair.holes, seed: "0")
        for (suite, version, passes) in [
            (green, TAPReport.Version.thirteen, true), (Self.suite, .thirteen, true),
            (pair, .thirteen, false), (SampleSuite.small, .thirteen, false),
            (green, .fourteen, false),
        ] {
            let folder = try TemporaryFolder()
            let file = folder.path + "/attacks.tap"
            try Data(TAPReport.text(suite, Self.provenance, version: version).utf8)
                .write(to: URL(filePath: file))
            let process = Process()
            process.executableURL = Self.perlProve.map { URL(filePath: $0) }
            process.arguments = ["--exec", "cat", file]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(
                (process.terminationStatus == 0) == passes,
                "\(suite.results.count) results, TAP \(version.rawValue)")
        }
    }

    private static let perlProve = ["/usr/bin/prove"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "An event is read as seconds and words",
        arguments: [
            (
                "12340 ledger.exact: intact(\"3 blocks\")",
                "12.340 s  ledger.exact: intact, 3 blocks"
            ),
            ("0 x: violated(\"a \\\"b\\\" \\u{7F}c\")", "0.000 s  x: violated, a \"b\" \u{7F}c"),
            ("5 p: taken, head 1", "0.005 s  p: taken, head 1"), ("no time", "no time"),
            ("9223372036854775807 x", "9223372036854775807 x"),
            ("1 x: intact(\")", "0.001 s  x: intact(\")"),
            ("2 x: intact(\"\\u{110000}\\u{\")", "0.002 s  x: intact, \u{FFFD}\u{FFFD}"),
        ])
    func events(line: String, text: String) {
        #expect(EventText.line(line) == text)
        #expect(
            EventText.lines(["1700000000000 a", "1700000000020 b"]) == ["0.000 s  a", "0.020 s  b"])
    }

    @Test("A table is shortened to the terminal's width, and never below what can be read")
    func width() {
        var table = ColumnTable(titles: ["title"])
        table.add("LED-01", ["overspend by one of many coins"])
        for (width, line) in [
            (80, "  LED-01  overspend by one of many coins\n"),
            (20, "  LED-01  overspend…\n"), (3, "  LED-01  overspe…\n"),
        ] {
            let style = TextStyle(isColoured: false, columns: width)
            #expect(table.text(style).hasSuffix(line), "\(width)")
            #expect(table.fits(width) == (width == 80), "\(width)")
        }
    }

    @Test("The scoreboard's tables fit a terminal of 80 columns, and files have whole titles")
    func narrow() throws {
        let suite = RealisticSuite.suite(durations: true)
        let style = TextStyle(isColoured: false, columns: 80)
        func tables(_ style: TextStyle) throws -> Substring {
            let text = ScoreboardText.text(suite, Self.provenance, style: style)
            return text[..<(try #require(text.firstRange(of: "unexpected verdict"))).lowerBound]
        }
        let lines = try tables(style).split(separator: "\n")
        #expect(lines.count > 20 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        #expect(lines.first == "  system    claim  tried  triples  broken  held  unexpected")
        #expect(lines.contains { $0.hasSuffix("…") })
        #expect(try tables(.plain).split(separator: "\n").allSatisfy { !$0.hasSuffix("…") })
    }

    @Test("Colour stands on a terminal's verdicts only, and takes no column")
    func colour() {
        let style = TextStyle(isColoured: true, columns: nil)
        for (suite, codes) in [
            (Self.suite, ["32", "33"]), (SampleSuite.pair, ["1;31"]),
        ] {
            let text = ScoreboardText.text(suite, Self.provenance, style: style)
            let plain = ScoreboardText.text(suite, Self.provenance)
            for code in codes { #expect(text.contains("\u{1B}[\(code)m"), "\(code)") }
            #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
            #expect(!plain.contains("\u{1B}"))
        }

        var table = ColumnTable(titles: ["verdict", "title"])
        table.add("LED-01", cells: [.init("held", .init(.held)), .init("spent twice")])
        #expect(
            table.text(style).hasSuffix("  LED-01  \u{1B}[32mheld\u{1B}[0m     spent twice\n"))
        #expect(TextStyle.Meaning(.broken) == .bad && TextStyle.Meaning(.labFault) == .bad)
        #expect(TextStyle.Meaning(.inconclusive) == .doubtful)
    }
}
