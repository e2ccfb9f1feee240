import Conformance
import FloatConformance
import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("The reference vectors of the float pipelines")
struct FloatVectorFileTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    static func tokenizer() throws -> ByteLevelTokenizer? {
        guard let path = ProcessInfo.processInfo.environment["GLYPHLAB_GPT2_TOKENIZER"] else {
            return nil
        }
        let url = URL(filePath: path)
        return try ByteLevelTokenizer(
            vocabulary: Array(Data(contentsOf: url.appending(path: "vocab.json"))),
            merges: Array(Data(contentsOf: url.appending(path: "merges.txt"))))
    }

    static func report(_ name: String) throws -> VectorReport {
        let folder = URL(filePath: try #require(folder)).appending(path: "float")
        let surroundings = FloatVectorSurroundings(
            tokenizer: try tokenizer(), tokenizerMissing: "no tokenizer of GPT-2",
            embeddedFolder: Vectors.house.appending(path: "Models/glyph-nano").path,
            neighbour: { name in
                try? Array(Data(contentsOf: folder.appending(path: name)))
            },
            threadCount: 2, isThorough: Thoroughness.isThorough)
        return try FloatVectors.suite(surroundings).report(
            file: name, bytes: Array(Data(contentsOf: folder.appending(path: name))))
    }

    @Test(
        "Every case of a file is equal or skipped for a reason",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            ("words.json", 275, 0), ("quantise.json", 1_184, 0), ("quantise_logit.json", 120, 0),
            ("near_ties.json", 360, 0), ("ops.json", 74, 0), ("model_glyph-nano.json", 1, 0),
            ("model_synth-tiny.json", 1, 0), ("model_qwen-nano.json", 1, 0),
            ("model_synth-small.json", 1, 1), ("model_synth-small-wide.json", 1, 1),
            ("model_synth-twelve.json", 1, 1), ("model_qwen-nano-wide.json", 1, 0),
            ("model_qwen-seven.json", 1, 1), ("model_qwen-128.json", 1, 1),
            ("model_synth-124m.json", 1, 1), ("model_qwen-full.json", 1, 1),
            ("published_receipts.json", 1, 3), ("random_model_audit.json", 306, 0),
            ("flips.json", 1, 1), ("drift.json", 1, 100),
            ("experiments.json", 1, 100), ("tokenizer_qwen2.json", 1_101, 0),
            ("qwen_small_tokenizer.json", 1_028, 0),
        ])
    func equal(name: String, count: Int, skippedMax: Int) throws {
        let report = try Self.report(name)
        var skippedCount = 0
        for outcome in report.outcomes {
            switch outcome.kind {
            case .equal: break
            case .skipped: skippedCount += 1
            case .differs: Issue.record("\(name) \(outcome.index): \(outcome.kind)")
            }
        }
        print("\(name): \(report.equalCount) of \(report.outcomes.count) equal")
        #expect(report.outcomes.count >= count)
        #expect(skippedCount <= skippedMax)
        // A whole run skips no model, and measurements of torch alone.
        if Thoroughness.isThorough, name.hasPrefix("model_") || name == "flips.json" {
            #expect(skippedCount == 0)
        }
        #expect(report.equalCount >= 10 || skippedCount == report.outcomes.count)
    }
}
