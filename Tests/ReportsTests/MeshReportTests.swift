import Encodings
import Foundation
import MeshSimulation
import Reports
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of simulated meshes")
struct MeshReportTests {
    private static let campaigns = [0, 20, 33].map { percent in
        var settings = CampaignSettings(nodeCount: 60, lookUpCount: 80, seed: "3")
        settings.itemCount = 20
        settings.attackerPercent = percent
        return settings
    }

    private func report(_ count: Int) throws -> MeshRunReport {
        let all = try Self.campaigns.prefix(count).map {
            try LookUpCampaign<ToyWorld>.results($0)
        }
        return MeshRunReport(
            all, durations: all.map { _ in 1_500_000_000 },
            provenance: SampleSuite.provenance(arguments: ["system", "run", "mesh"]))
    }

    /// Every element of XML is closed, and texts hold no markup.
    private func isWellFormed(_ xml: String) -> Bool {
        XMLParser(data: Data(xml.utf8)).parse()
    }

    @Test("One mesh is drawn with its ring, its table, its path and its hops")
    func one() throws {
        let report = try report(1)
        #expect(isWellFormed(report.svg))
        for part in ["id space", "routing table of node", "hops of the", "asks"] {
            #expect(report.svg.contains(part), "\(part)")
        }
        let text = report.text(.plain)
        for part in ["honest", "key", "asker", "hop 1", "event log", "1.50 s"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test("Several meshes are compared in charts, and each is drawn on the page")
    func several() throws {
        let report = try report(3)
        #expect(isWellFormed(report.svg))
        #expect(report.svg.contains("attackers, % of the nodes"))
        let html = report.html
        #expect(html.components(separatedBy: "<svg ").count - 1 == 4)
        #expect(!html.contains("<script") && !html.contains("http://localhost"))
        #expect(report.json.compactText.contains("\"attackers_percent\":33"))
    }

    @Test("The same seed is the same picture")
    func same() throws {
        #expect(try report(1).svg == report(1).svg)
    }
}
