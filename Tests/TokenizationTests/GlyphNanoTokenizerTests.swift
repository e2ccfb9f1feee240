import Encodings
import Foundation
import TestSupport
import Testing
import Tokenization

/// glyph-nano's files, read by the test itself.
private struct GlyphNano {
    let vocabulary: [UInt8]
    let merges: [UInt8]
    /// The files' merges as bytes; the ids in it are not glyph-nano's.
    let synthetic: SyntheticTokenizer
    private var ids: [[UInt8]: Int32] = [:]  // by a token's bytes; never iterated

    init() throws {
        let folder = Vectors.house.appending(path: "Models/glyph-nano")
        vocabulary = Array(try Data(contentsOf: folder.appending(path: "vocab.json")))
        merges = Array(try Data(contentsOf: folder.appending(path: "merges.txt")))
        var bytes: [UnicodeScalar: UInt8] = [:]  // never iterated
        for byte in UInt8.min ... .max {
            bytes[SyntheticTokenizer.text(of: [byte]).unicodeScalars.first!] = byte
        }
        let document = try JSONParser.parse(vocabulary, byteCountMax: 1 << 20)
        for member in try #require(document.objectValue) {
            let token = member.key.unicodeScalars.map { bytes[$0]! }
            ids[token] = Int32(try member.value.integer())
        }
        synthetic = SyntheticTokenizer(
            String(decoding: merges, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
                let parts = line.split(separator: " ")
                return (
                    left: parts[0].unicodeScalars.map { bytes[$0]! },
                    right: parts[1].unicodeScalars.map { bytes[$0]! }
                )
            }, special: true)
    }

    func tokenizer() throws -> ByteLevelTokenizer {
        try ByteLevelTokenizer(vocabulary: vocabulary, merges: merges)
    }

    func id(of token: [UInt8]) throws -> Int32 { try #require(ids[token]) }

    func table() throws -> MergeTable {
        var table = MergeTable()
        for (rank, merge) in synthetic.merges.enumerated() {
            let isNew = table.insert(
                left: try id(of: merge.left), right: try id(of: merge.right),
                result: try id(of: merge.left + merge.right), rank: Int32(rank))
            #expect(isNew)
        }
        return table
    }
}

@Suite("glyph-nano's tokenizer")
struct GlyphNanoTokenizerTests {
    private let model: GlyphNano
    private let tokenizer: ByteLevelTokenizer

    init() throws {
        model = try GlyphNano()
        tokenizer = try model.tokenizer()
    }

    /// What the reference makes of a text: pieces cut, each merged quadratically.
    private func referenceIDs(_ text: [UInt8], _ reference: ReferenceMerger) throws -> [Int32] {
        var pieces = PreTokenizer(text, 0..<text.count)
        var ids: [Int32] = []
        while let piece = pieces.next() {
            ids += try reference.merged(Array(text[piece])).map { try model.id(of: $0) }
        }
        return ids
    }

    private func unicodeText(_ random: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<60 {
            let limit = [0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &random)!
            let scalar = UnicodeScalar(UInt32.random(in: 0...UInt32(limit), using: &random))
            if let scalar { text += Array(UTF8.encode(scalar)!) }
        }
        return text
    }

    @Test("Its files are 3,072 tokens and 2,815 merges, each token decoding to its own bytes")
    func files() throws {
        #expect(tokenizer.vocabularyCount == 3072)
        #expect(model.synthetic.merges.count == 2815)
        for token in model.synthetic.tokens {
            #expect(try tokenizer.decode([model.id(of: token)]) == token)
        }
    }

    @Test("Decoding undoes encoding on seeded texts of all Unicode, and on bytes made valid")
    func roundTrip() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bytes = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let valid = Array(String(decoding: bytes, as: UTF8.self).utf8)
            for text in [unicodeText(&random), valid] {
                #expect(try tokenizer.decode(tokenizer.encode(text)) == text, "seed \(seed)")
            }
        }
    }

    @Test("Seeded texts of words, of all Unicode and of long runs have the reference's ids")
    func reference() throws {
        let reference = ReferenceMerger(model.synthetic)
        let letters = Array("eeetttaaoooiinnsshhrrdlucmwfgypbvk      ..,'1\n".utf8)
        var (byteCount, idCount) = (0, 0)
        for seed in 0..<60 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let words = (0..<150).map { _ in letters.randomElement(using: &random)! }
            let tokens = (0..<40).flatMap { _ in
                model.synthetic.tokens[256..<3071].randomElement(using: &random)!
            }
            let joined = Array(String(decoding: tokens, as: UTF8.self).utf8)
            let run = [UInt8](repeating: letters.randomElement(using: &random)!, count: 50)
            for text in [words, unicodeText(&random), joined, run] {
                let ids = try tokenizer.encode(text)
                #expect(try ids == referenceIDs(text, reference), "seed \(seed)")
                byteCount += text.count
                idCount += ids.count
            }
        }
        #expect(idCount < byteCount * 3 / 4, "texts in which too little merges show nothing")
    }

    @Test(
        "A piece of a million bytes costs at most 3 n entries and 4 n log n steps of the queue",
        arguments: [
            "a", "ab", "the", " ", "\n", "'", "<|endoftext|", "<|endoftext", "|endoftext|>",
            "e\u{301}",
        ])
    func millionBytes(unit: String) throws {
        let count = 1_000_000
        let units = Array(String(repeating: unit, count: count / unit.utf8.count).utf8)
        var merger = PairMerger(table: try model.table())
        let byteIDs = try (UInt8.min ... .max).map { try model.id(of: [$0]) }
        let ids = merger.merged(units.map { byteIDs[Int($0)] })
        #expect(try tokenizer.decode(ids) == units)
        #expect(merger.candidateCount <= 3 * units.count)
        #expect(merger.stepCount <= 4 * units.count * 20)
        #expect(try tokenizer.decode(tokenizer.encode(units)) == units)
    }
}
