import Encodings
import Foundation
import TestSupport
import Testing
import Tokenization

private let missing = Comment(rawValue: Vectors.gpt2TokenizerMissing)

@Suite("GPT-2's tokenizer", .enabled(if: Vectors.gpt2Tokenizer != nil, missing))
struct GPT2VectorTests {
    private func tokenizer() throws -> ByteLevelTokenizer {
        let folder = try #require(Vectors.gpt2Tokenizer)
        return try ByteLevelTokenizer(
            vocabulary: Array(Data(contentsOf: folder.appending(path: "vocab.json"))),
            merges: Array(Data(contentsOf: folder.appending(path: "merges.txt"))))
    }

    @Test("All 297 texts of the vectors have the vectors' ids, and the ids the texts")
    func vectors() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.vocabularyCount == 50257)
        let vectors = try Vectors.load("tokenizer_gpt2").elements()
        #expect(vectors.count == 297)
        for vector in vectors {
            let name = try vector.at("text").string()
            let text = Array(name.utf8)
            let ids = try vector.at("ids").integers().map { Int32($0) }
            #expect(try tokenizer.encode(text) == ids, "\(name)")
            #expect(try tokenizer.decode(ids) == text, "\(name)")
        }
    }

    @Test("Decoding undoes encoding on seeded texts of all Unicode")
    func roundTrip() throws {
        let tokenizer = try tokenizer()
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var text: [UInt8] = []
            for _ in 0..<60 {
                let limit = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random)!
                let scalar = UnicodeScalar(UInt32.random(in: 0...UInt32(limit), using: &random))
                if let scalar { text += Array(UTF8.encode(scalar)!) }
                if seed % 4 == 0 { text += SyntheticTokenizer.endOfText.prefix(Int(seed % 14)) }
            }
            #expect(!text.isEmpty)
            let ids = try tokenizer.encode(text)
            #expect(try tokenizer.decode(ids) == text, "seed \(seed)")
        }
    }
}
