import Benchmarks
import Encodings
import Foundation
import Receipts
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The report of other engines")
struct PeerReportTests {
    private static func rounds(
        _ name: String, isExact: Bool, _ nanoseconds: [Int], equalProofCount: Int? = 10,
        furthestMillionths: Int? = 0, digests: [String] = ["a", "a", "a"]
    ) -> PeerRounds {
        var rounds = PeerRounds(
            engine: PeerGreeting.Engine(
                name: name, title: "<\(name)>", version: "1", isExact: isExact, work: "layers",
                padding: "zeros"),
            batchPromptCounts: [1, 16])
        for index in rounds.columns.indices {
            rounds.columns[index].nanoseconds = nanoseconds
            rounds.columns[index].digests = digests
            rounds.columns[index].equalProofCount = equalProofCount
            rounds.columns[index].furthestMillionths = furthestMillionths
        }
        return rounds
    }

    private static let report: PeerBenchReport = {
        var results = PeerResults(
            ours: rounds("ours", isExact: true, [100_000_000, 200_000_000, 100_000_000]),
            receipt: rounds("receipt", isExact: true, [100_000_000, 100_000_000, 50_000_000]),
            promptCount: 10, tokenCount: 1_234)
        results.peers = [
            rounds("exact", isExact: true, [1_000_000_000, 2_000_000_000, 4_000_000_000]),
            rounds(
                "int8", isExact: false, [100_000_000, 50_000_000, 100_000_000],
                equalProofCount: 3, furthestMillionths: 2_875, digests: ["a", "b", "a"]),
            rounds(
                "rowless", isExact: false, [100_000_000, 100_000_000, 100_000_000],
                equalProofCount: nil, furthestMillionths: nil),
        ]
        results.missing = [("gone", "no <module>")]
        results.failures = [
            .ended(engine: "dead", work: "round 1", how: "it ended with code 3", lastWords: "")
        ]
        return PeerBenchReport(
            results, model: "a & b", threadCount: 2,
            provenance: Provenance(
                program: .init(
                    version: "1", commit: nil, hasChanges: nil, build: "release", compiler: "c"),
                host: .init(
                    name: nil, processor: nil, architecture: "a", system: "s", threadCount: 2),
                arguments: ["bench"], startedAt: "2026-11-28T10:06:34Z"))
    }()

    /// The cells of the first line that begins with a name.
    private static func cells(_ name: String) throws -> [String] {
        let line = try #require(
            report.text.split(separator: "\n").first { $0.hasPrefix("  <\(name)>") })
        return line.matches(of: /\S+(?: \S+)*/).map { String($0.output) }
    }

    @Test("Ratios are taken within a round, and the least, the median and the most are told")
    func ratios() throws {
        #expect(
            try Self.cells("exact") == [
                "<exact>", "yes", "2.50 / 5.00 / 10.00", "10.00 / 10.00 / 40.00",
                "10.00 / 20.00 / 80.00",
            ])
        #expect(
            try Self.cells("int8") == [
                "<int8>", "no", "100.00 / 100.00 / 200.00", "0.25 / 1.00 / 1.00",
                "0.50 / 1.00 / 2.00",
            ])
        #expect(try Self.cells("ours")[3] == "1.00 / 1.00 / 1.00")
    }

    @Test("What is exact, what repeats and what is not there stands in the text")
    func text() {
        let text = Self.report.text
        for part in [
            "a & b, 2 threads, 10 prompts, 1,234 tokens, 3 rounds in turns", "10 of 10",
            "3 of 10", "0.002875", "not there: gone", "no <module>", "failed: dead",
            "round 1: expected an answer, got none: it ended with code 3",
        ] {
            #expect(text.contains(part), "\(part): \(text)")
        }
    }

    @Test("The document has every round, and null where an engine tells nothing")
    func json() throws {
        let json = Self.report.json
        let engines = try json.at("engines").elements()
        #expect(engines.count == 5)
        let columns = try engines[3].at("columns").elements()
        #expect(try columns[1].at("batch").integer() == 16)
        #expect(try columns[1].at("nanoseconds").integers().count == 3)
        #expect(columns[1].member("same_bits")?.booleanValue == false)
        let rowless = try engines[4].at("columns").elements()[0]
        #expect(try rowless.at("equal_proofs").compactText == "null")
        #expect(try rowless.at("furthest_millionths").compactText == "null")
        #expect(try json.at("failed").elements()[0].at("engine").string() == "dead")
    }

    @Test("The picture is XML whatever engines call themselves, with a bar an engine and column")
    func picture() {
        let svg = Self.report.svg
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        #expect(!svg.contains("<ours>") && svg.contains("&lt;ours&gt; ✓"))
        // A bar each, and one in the legend.
        #expect(svg.components(separatedBy: "class=\"exact\"").count - 1 == 2 * 3 + 1)
        #expect(svg.components(separatedBy: "class=\"other\"").count - 1 == 2 * 2 + 1)
    }
}
