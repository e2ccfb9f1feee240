import Encodings
import Foundation
import Reports
import Testing
import Trials

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of what strangers wrote")
struct HostileReportTests {
    static let suite = SampleSuite.hostileSuite
    /// Whoever builds and starts the program writes these.
    static let provenance: Provenance = {
        let all = SampleSuite.hostile.joined(separator: " ")
        return SampleSuite.provenance(
            commit: all, compiler: all, host: all, processor: all, system: all,
            arguments: SampleSuite.hostile)
    }()

    /// Every report as its text, by name.
    static func texts(_ suite: SuiteResult) -> [(name: String, text: String)] {
        [
            ("junit", JUnitReport.text(suite, provenance)),
            ("tap", TAPReport.text(suite, provenance)),
            ("sarif", SARIFReport.json(suite, provenance, exitCode: 1).prettyText),
            ("json", VerdictsReport.json(suite, provenance).prettyText),
            ("annotations", GitHubAnnotations.text(suite)),
            ("text", ScoreboardText.text(suite, provenance)),
            ("html", PageReport.html(suite, provenance)),
            ("svg", ScoreboardDrawing(suite, nil).svg),
        ]
    }

    @Test("No report holds a control character but line feeds, nor what turns text around")
    func controls() {
        for (name, text) in Self.texts(Self.suite) {
            let found = text.unicodeScalars.filter { scalar in
                let value = scalar.value
                return value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(value)
                    || (0x200B...0x200F).contains(value) || (0x2028...0x202E).contains(value)
                    || (0x2060...0x206F).contains(value) || value >= 0xE0000
                    || value & 0xFFFE == 0xFFFE || value == 0xFEFF
            }
            #expect(found.isEmpty, "\(name): \(found)")
        }
    }

    @Test("The same run gives the same bytes, and a run without times tells nothing of time")
    func determinism() {
        for suite in [Self.suite, RealisticSuite.suite(durations: true)] {
            for (one, other) in zip(Self.texts(suite), Self.texts(suite)) {
                #expect(one.text.utf8.elementsEqual(other.text.utf8), "\(one.name)")
            }
        }
        let untimed = Self.texts(RealisticSuite.suite(durations: false))
        let stripped = Self.texts(RealisticSuite.suite(durations: true).withoutDurations)
        #expect(untimed.map(\.text) == stripped.map(\.text))
        for (name, text) in untimed {
            for word in [" time=", "duration_", "slowest", "Took "] {
                #expect(!text.contains(word), "\(name) has \(word)")
            }
        }
    }

    @Test("XML holds: no text ends its element, whatever is in it")
    func xml() {
        let text = JUnitReport.text(Self.suite, SampleSuite.provenance())
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse(), "\(parser.parserError as Any)")
        #expect(!text.contains("<failure/>"))
        #expect(!text.contains("]]>"))
    }

    @Test("TAP has a line for a test, and a # only where a directive or a comment begins")
    func tap() {
        let lines = TAPReport.text(Self.suite, SampleSuite.provenance()).split(separator: "\n")
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(points.count == Self.suite.results.count)
        for line in lines where line.utf8.contains(UInt8(ascii: "#")) {
            let parts = line.utf8.split(separator: UInt8(ascii: "#"))
            let isComment = line.hasPrefix("# ")  // seed and provenance
            let isDirective = line.contains(" # TODO known") || line.contains(" # SKIP ")
            #expect(parts.count <= 2 && (isComment || isDirective), "\(line)")
        }
        #expect(!lines.contains { $0.hasPrefix("Bail out") })
        #expect(lines.filter { $0 == "  ---" }.count == Self.suite.results.count)
        #expect(lines.filter { $0 == "  ..." }.count == Self.suite.results.count)
    }

    @Test("JSON gives every text back as it was")
    func json() throws {
        let bytes = Array(
            VerdictsReport.json(Self.suite, SampleSuite.provenance()).compactText.utf8)
        let document = try JSONParser.parse(bytes, byteCountMax: 1 << 24)
        let verdicts = try #require(document.member("verdicts")?.arrayValue)
        #expect(verdicts.count == Self.suite.results.count)
        for (verdict, result) in zip(verdicts, Self.suite.results) {
            for (key, text) in [
                ("id", result.scenario.id), ("evidence", result.evidence),
                ("replay", result.replay),
            ] {
                let got = try #require(verdict.member(key)?.stringValue)
                #expect(got.unicodeScalars.elementsEqual(text.unicodeScalars), "\(key)")
            }
        }
    }

    @Test("A message in SARIF has neither a place for an argument nor a link")
    func sarif() throws {
        let runs = try #require(
            SARIFReport.json(Self.suite, SampleSuite.provenance(), exitCode: 1).member("runs")?
                .arrayValue)
        let results = try #require(runs[0].member("results")?.arrayValue)
        for result in results {
            let text = try #require(result.member("message")?.member("text")?.stringValue)
            #expect(!text.replacing("{{", with: "").contains("{"))
            #expect(!text.contains("]("))
        }
    }

    @Test("A limit of SARIF's results is kept, and says how many it left out")
    func sarifLimit() throws {
        let all = SARIFReport.json(SampleSuite.small, SampleSuite.provenance(), exitCode: 70)
        let cut = SARIFReport.json(
            SampleSuite.small, SampleSuite.provenance(), exitCode: 70, resultCountMax: 3)
        let whole = try #require(all.member("runs")?.arrayValue?[0])
        let run = try #require(cut.member("runs")?.arrayValue?[0])
        #expect(whole.member("results")?.arrayValue?.count == 5)
        #expect(run.member("results")?.arrayValue?.count == 3)
        #expect(run.member("properties")?.member("resultsLeftOut")?.integerValue == 2)
        #expect(SARIFReport.resultCountMax == 25_000)
    }

    @Test("An annotation is one line, and a stranger's text ends none of its parts")
    func annotations() {
        let surprises = Self.suite.results.filter {
            $0.verdict == .labFault || !$0.isAsExpected
        }
        let lines = GitHubAnnotations.text(Self.suite).split(separator: "\n")
        #expect(lines.count == surprises.count)
        for line in lines {
            #expect(line.hasPrefix("::error file="), "\(line)")
            // Two properties, hence one comma and one colon that ends them.
            let properties = line.dropFirst(8).utf8.split(separator: UInt8(ascii: ":"))[0]
            #expect(properties.count { $0 == UInt8(ascii: ",") } == 1, "\(line)")
            #expect(properties.count { $0 == UInt8(ascii: "=") } >= 2, "\(line)")
        }
        #expect(GitHubAnnotations.text(SuiteResult(results: [], holes: [], seed: "")).isEmpty)
    }

    @Test("Nothing in the terminal's text is a command of GitHub's runner")
    func terminal() {
        let text = ScoreboardText.text(Self.suite, SampleSuite.provenance())
        #expect(!text.contains("##["))
        for line in text.split(separator: "\n") {
            #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
        }
    }

    @Test("The page escapes by scalars: a combining mark behind a quote hides nothing")
    func html() {
        let text = Array(PageReport.html(Self.suite, SampleSuite.provenance()).unicodeScalars)
        func has(_ part: String) -> Bool {
            let part = Array(part.unicodeScalars)
            return (0...text.count - part.count).contains { place in
                text[place] == part[0] && text[place..<place + part.count].elementsEqual(part)
            }
        }
        // Not in the macro: its expansion loses what combines.
        for part in ["\"\u{301}", "<\u{301}", "<i>", "<script>alert"] {
            let isThere = has(part)
            #expect(!isThere, "\(part.debugDescription)")
        }
        for part in ["&quot;\u{301} onmouseover=&quot;alert", "{{{seed}}}"] {
            let isThere = has(part)
            #expect(isThere, "\(part.debugDescription)")
        }
    }
}
