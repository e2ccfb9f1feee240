import Conformance
import Foundation
import GatewayConformance
import Testing

@Suite("The reference vectors of whole gateways")
struct GatewayFileTests {
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    @Test(
        "Every case of a file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            ("gossip.json", 760), ("settlement.json", 420), ("accounts.json", 460),
            ("storage.json", 180), ("api.json", 603), ("attacks.json", 37),
            ("history_0.json", 220), ("history_1.json", 220), ("history_2.json", 220),
            ("history_3.json", 220), ("history_4.json", 220),
        ])
    func equal(name: String, count: Int) throws {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "receipts").appending(path: name)
        let report = try GatewayVectors.suite.report(
            file: name, bytes: Array(Data(contentsOf: url)))
        #expect(report.outcomes.count == count)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }
}
