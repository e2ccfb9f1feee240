import Conformance
import Foundation
import GatewayConformance
import Testing

@Suite("The reference vectors of the token and the minter")
struct MintFileTests {
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    @Test(
        "Every case of a file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [("token.json", 720, true), ("mint.json", 376, false)])
    func equal(name: String, count: Int, isDerived: Bool) throws {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "receipts").appending(path: name)
        let report = try GatewayVectors.suite.report(
            file: name, bytes: Array(Data(contentsOf: url)))
        #expect(report.outcomes.count == count)
        #expect(report.isDerived == isDerived)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }
}
