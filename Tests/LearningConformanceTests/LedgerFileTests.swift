import Conformance
import Foundation
import LearningConformance
import Testing

@Suite("The reference vectors of the published ledger and its faces")
struct LedgerFileTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    @Test(
        "Every case of a file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            "encoding.json",
            "identity.json",
            "transactions.json",
            "blocks.json",
            "ledger_histories.json",
            "messages.json",
            "api.json",
        ])
    func equal(name: String) throws {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "learning").appending(path: name)
        let report = try LearningVectors.suite.report(
            file: name, bytes: Array(Data(contentsOf: url)))
        #expect(!report.outcomes.isEmpty)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }
}
