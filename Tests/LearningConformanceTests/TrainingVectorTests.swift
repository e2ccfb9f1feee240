import Conformance
import Foundation
import LearningConformance
import Testing

@Suite("The reference vectors of training")
struct TrainingVectorTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
        .map { URL(filePath: $0).appending(path: "learning") }

    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(folder)
        return try Array(Data(contentsOf: folder.appending(path: name)))
    }

    @Test(
        "Every case of a file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: ["training_step.json", "training_audit.json"])
    func equal(name: String) throws {
        let suite = LearningVectors.suite { try Self.bytes($0) }
        let report = try suite.report(file: name, bytes: Self.bytes(name))
        #expect(!report.outcomes.isEmpty)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }

    @Test(
        "Audits without the runs beside them are skipped, and say so",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func alone() throws {
        let report = try LearningVectors.suite.report(
            file: "audits", bytes: Self.bytes("training_audit.json"))
        let isSkipped = report.outcomes.allSatisfy {
            if case .skipped(let reason) = $0.kind {
                reason.contains("training_step.json")
            } else {
                false
            }
        }
        #expect(!report.outcomes.isEmpty && isSkipped)
    }
}
