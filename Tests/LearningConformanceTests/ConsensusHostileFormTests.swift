import Conformance
import Foundation
import LearningConformance
import TestSupport
import Testing

/// Files of these forms as strangers may write them.
@Suite("Hostile files of consensus, training chain and side modules")
struct ConsensusHostileFormTests {
    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        .enabled(
            if: ConsensusVectorFileTests.folder != nil,
            "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            "proofs", "consensus_histories", "training_chain", "rewards", "validator",
            "log2_table",
        ])
    func edited(_ name: String) throws {
        let folder = try #require(ConsensusVectorFileTests.folder)
        let url = URL(filePath: folder).appending(path: "learning/\(name).json")
        let whole = try HostileDocuments.shortened(String(contentsOf: url, encoding: .utf8))
        // Each edit would look for a nonce again; without zeros to find the steps are the same.
        let texts = try HostileDocuments.texts(
            like: whole.replacing("\"difficulty\":4", with: "\"difficulty\":0"))
        let countMax = Thoroughness.count(600, else: 60)
        var (judgedCount, refusedCount) = (0, 0)
        for place in stride(from: 0, to: texts.count, by: max(1, texts.count / countMax)) {
            do {
                _ = try LearningVectors.suite.report(file: "f", bytes: Array(texts[place].utf8))
                judgedCount += 1
            } catch let error as VectorFormError {
                #expect(!error.place.isEmpty && !error.expected.isEmpty)
                refusedCount += 1
            } catch {
                Issue.record("\(name), \(type(of: error)) \(error): \(texts[place].prefix(500))")
            }
        }
        print("\(name): \(refusedCount) files refused, \(judgedCount) judged")
        #expect(judgedCount > 0 && refusedCount > 0)
    }
}
