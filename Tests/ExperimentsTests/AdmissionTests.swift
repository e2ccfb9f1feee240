import Checkpoints
import Encodings
import Experiments
import Foundation
import Proving
import TestSupport
import Testing
import Tokenization

@Suite("The audit of a random model")
struct AdmissionTests {
    /// The published random model; only rows of tokens that the audit's prompts have are there.
    static func published() throws -> (model: FlatModel, vectors: JSONValue) {
        let vectors = try ExperimentVectors.document("random_model_audit")
        var tokens = [Float](repeating: 0, count: 50_257 * 64)
        for row in try vectors.at("wte_rows").members() {
            let id = try #require(Int(row.key))
            let values = try floats(row.value)
            tokens.replaceSubrange(id * 64..<(id + 1) * 64, with: values)
        }
        let folder = try #require(Vectors.gpt2Tokenizer).path
        let tokenizer = try ModelFolder(path: folder).tokenizer()
        let model = FlatModel(
            tokens: tokens, positions: try floats(vectors.at("wpe_rows")),
            projection: try floats(vectors.at("c_attn_weight_q_and_k").elements()[1])
        ) { try tokenizer.encode(Array($0.utf8)) }
        return (model, vectors)
    }

    private static func floats(_ value: JSONValue) throws -> [Float] {
        let digits = Array(try value.string().utf8)
        return try stride(from: 0, to: digits.count, by: 8).map { start in
            let text = String(decoding: digits[start..<start + 8], as: UTF8.self)
            return Float(bitPattern: try #require(UInt32(text, radix: 16)))
        }
    }

    @Test(
        "The published random model: every proof, 19 texts of 300",
        .enabled(if: ExperimentVectors.folder != nil, ExperimentVectors.missing),
        .enabled(if: Vectors.gpt2Tokenizer != nil, "\(Vectors.gpt2TokenizerMissing)"))
    func published() throws {
        let (model, vectors) = try Self.published()
        let run = ExperimentRun(
            model: try EmbeddedExperiments.model(), settings: ExperimentSettings(threadCount: 2))
        let audit = try run.audit(model)
        #expect(audit.repeats == [Bool](repeating: true, count: 20))
        #expect(
            try audit.proofs.map(\.hash)
                == vectors.at("proofs_seq").elements().map { try $0.string() })
        #expect(try audit.textCount == vectors.at("unique_seq").integer())
        #expect(
            try audit.proofs.map(\.tokenCount) == vectors.at("lengths").integers())
        let lengths = try vectors.at("fingerprints_per_length").members()
        #expect(
            try audit.lengths.map { "\($0.tokenCount) \($0.textCount)" }
                == lengths.map { "\($0.key) \(try $0.value.integer())" })
    }

    @Test("A random model of this laboratory has few texts, glyph-nano has one a prompt")
    func own() throws {
        let result = try EmbeddedExperiments.result(.admission, samples: 60)
        #expect(try result.count("random model: proofs that repeat") == 20)
        #expect(try result.count("random model: different texts") < 20)
        #expect(try result.count("glyph-nano: different texts") == 60)
    }
}
