import Conformance
import Foundation
import LearningConformance
import Testing

@Suite("The reference vectors of consensus, training chain and side modules")
struct ConsensusVectorFileTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    @Test(
        "Every case of a file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            ("proofs.json", "proofs", 2_900),
            ("consensus_histories.json", "consensus histories", 2_620),
            // Of each of five histories the genesis and the end, besides its 209 steps.
            ("training_chain.json", "training chain", 619),
            ("rewards.json", "rewards", 480),
            ("validator.json", "validator", 400),
            ("log2_table.json", "logarithms", 5_022),
        ])
    func equal(name: String, form: String, count: Int) throws {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "learning").appending(path: name)
        let report = try LearningVectors.suite.report(
            file: name, bytes: Array(Data(contentsOf: url)))
        #expect(report.form == form)
        #expect(report.outcomes.count == count)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }
}
