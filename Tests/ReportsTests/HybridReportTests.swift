import Encodings
import Foundation
import HybridSimulation
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of validators and trainers that lie")
struct HybridReportTests {
    private static let histories = HistoryCampaign(
        [(4, 1, 2), (4, 2, 2)].compactMap {
            HistoryCampaign.Cell(validatorCount: $0.0, liarCount: $0.1, historyCount: $0.2)
        }, seed: "3")

    private static func krum(_ roundCount: Int) throws -> KrumCampaign {
        KrumCampaign(
            try #require(
                KrumSettings(
                    trainerCount: 7, liarCounts: KrumSettings.liarCountsDefault(7),
                    roundCount: roundCount, seed: "0")))
    }

    private func report(
        _ histories: HistoryCampaign?, _ krum: [KrumCampaign]
    ) -> HybridRunReport {
        HybridRunReport(
            histories, krum: krum,
            provenance: SampleSuite.provenance(arguments: ["system", "run", "hybrid"]))
    }

    /// Every element of XML is closed, and texts hold no markup.
    private func isWellFormed(_ xml: String) -> Bool {
        XMLParser(data: Data(xml.utf8)).parse()
    }

    @Test("Histories and rounds are told in text, JSON, a picture and a page")
    func both() throws {
        let report = report(Self.histories, [try Self.krum(20)])
        #expect(report.holds)
        let text = report.text(.plain)
        for part in [
            "4 validators, 1 liar ", "4 validators, 2 liars", "two chains finalised",
            "tick 30, before", "decoy, 2 liars", "20 (83.15 to 100.00 %)", "event logs, SHA-256",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("broke"))
        #expect(isWellFormed(report.svg))
        for part in ["multi-Krum", "liars among 7 trainers", "histories of 4 validators"] {
            #expect(report.svg.contains(part), "\(part)")
        }
        let html = report.html
        #expect(html.components(separatedBy: "<table>").count - 1 == 4)
        #expect(html.components(separatedBy: "<svg ").count - 1 == 1)
        #expect(!html.contains("<script"))
        let json = report.json.compactText
        for part in [
            "\"holds\":true", "\"conflicts\":2,", "\"strategy\":\"decoy\"", "\"strayed\":0",
        ] {
            #expect(json.contains(part), "\(part)")
        }
    }

    @Test("Either may be missing")
    func one() throws {
        let histories = report(Self.histories, [])
        #expect(isWellFormed(histories.svg) && !histories.text(.plain).contains("Krum"))
        #expect(histories.json.compactText.contains("\"krum\":[]"))
        let rounds = report(nil, [try Self.krum(5)])
        #expect(isWellFormed(rounds.svg) && !rounds.text(.plain).contains("event logs"))
    }

    @Test("The picture in the README is drawn again, to the byte")
    func golden() throws {
        let kept = Vectors.house.appending(path: "Goldens/hybrid/krum.svg")
        let drawn = report(nil, [try Self.krum(2_000)]).svg
        #expect(try Data(contentsOf: kept) == Data(drawn.utf8))
    }
}
