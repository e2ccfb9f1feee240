import Encodings
import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("Byte-level BPE")
struct TokenizerTests {
    private static func tokenizer(_ folder: URL) throws -> ByteLevelTokenizer {
        try ByteLevelTokenizer(
            vocabulary: Array(Data(contentsOf: folder.appending(path: "vocab.json"))),
            merges: Array(Data(contentsOf: folder.appending(path: "merges.txt"))))
    }

    private static let nano = Vectors.house.appending(path: "Models/glyph-nano")

    @Test(
        "Every text of the vectors has GPT-2's ids",
        .enabled(if: Vectors.gpt2Tokenizer != nil, "\(Vectors.gpt2TokenizerMissing)"))
    func vectors() throws {
        let tokenizer = try Self.tokenizer(try #require(Vectors.gpt2Tokenizer))
        #expect(tokenizer.vocabularyCount == 50257)
        let vectors = try Vectors.load("tokenizer_gpt2").elements()
        #expect(vectors.count == 297)
        for vector in vectors {
            let text = try vector.at("text").string()
            let ids = try tokenizer.encode(Array(text.utf8))
            #expect(ids == (try vector.at("ids").integers()).map { Int32($0) }, "\(text)")
            #expect(try tokenizer.decode(ids) == Array(text.utf8))
        }
    }

    @Test("Decoding undoes encoding on seeded texts")
    func roundTrip() throws {
        let tokenizer = try Self.tokenizer(Self.nano)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                let limit = [0x80, 0x250, 0x3000, 0x110000].randomElement(using: &generator)!
                let value = UInt32(Int.random(in: 0..<limit, using: &generator))
                text.unicodeScalars.append(UnicodeScalar(value) ?? "\u{2003}")
            }
            let ids = try tokenizer.encode(Array(text.utf8))
            #expect(try tokenizer.decode(ids) == Array(text.utf8), "seed 5: \(text)")
        }
    }

    @Test("The special token is one id wherever its text stands, and near misses are text")
    func specialToken() throws {
        let tokenizer = try Self.tokenizer(Self.nano)
        let id = Int32(tokenizer.vocabularyCount - 1)
        let encode = { (text: String) in try tokenizer.encode(Array(text.utf8)) }
        #expect(try encode("<|endoftext|>") == [id])
        #expect(try encode("<|endoftext|><|endoftext|>a") == [id, id] + encode("a"))
        #expect(try encode("<|endoftext|").contains(id) == false)
        #expect(try encode("<<|endoftext|>>") == encode("<") + [id] + encode(">"))
    }

    @Test("Text that is not UTF-8, and ids that are no token, are refused with their place")
    func refusedText() throws {
        let tokenizer = try Self.tokenizer(Self.nano)
        for bytes: [UInt8] in [[0x61, 0x80], [0x61, 0xC0, 0x80], [0x61, 0xED, 0xA0, 0x80]] {
            #expect(throws: TokenizerError.textNotUTF8(offset: 1)) { try tokenizer.encode(bytes) }
        }
        #expect(throws: TokenizerError.unknownID(position: 1, id: 3072, tokenCount: 3072)) {
            try tokenizer.decode([0, 3072])
        }
        #expect(throws: TokenizerError.self) { try tokenizer.decode([-1]) }
    }

    @Test("The tables hold Unicode 16.0's letters, numbers and white space")
    func unicodeClasses() {
        var counts = (letters: 0, numbers: 0, whiteSpace: 0)
        for scalar in UInt32(0)..<0x110000 {
            switch UnicodeClass(scalar) {
            case .letter: counts.letters += 1
            case .number: counts.numbers += 1
            case .whiteSpace: counts.whiteSpace += 1
            case .other: break
            }
        }
        #expect(counts == (141_028, 1_911, 25))
        #expect(UnicodeClass(0x1C89) == .letter, "a letter from 16.0 on")
        #expect(UnicodeClass(0x0378) == .other, "unassigned")
    }
}

@Suite("Merging pairs")
struct PairMergerTests {
    /// GPT-2's own loop: the lowest rank present, all its places from the left, again.
    private func reference(_ word: [Int32], _ merges: [(Int32, Int32, Int32)]) -> [Int32] {
        var word = word
        while true {
            let present = merges.first { merge in
                zip(word, word.dropFirst()).contains { $0 == merge.0 && $1 == merge.1 }
            }
            guard let (left, right, result) = present else { return word }
            var merged: [Int32] = []
            var index = 0
            while index < word.count {
                if index + 1 < word.count, word[index] == left, word[index + 1] == right {
                    merged.append(result)
                    index += 2
                } else {
                    merged.append(word[index])
                    index += 1
                }
            }
            word = merged
        }
    }

    @Test("The queue equals the loop on every word up to 9 letters, for any order of merges")
    func exhaustive() {
        // 0 = a, 1 = b, and longer tokens; the orders put merges of new tokens first, too.
        let merges: [(Int32, Int32, Int32)] = [
            (0, 0, 2), (0, 1, 3), (2, 0, 4), (3, 0, 5), (3, 3, 6), (1, 2, 7), (2, 2, 8), (5, 1, 6),
        ]
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<40 {
            let order = merges.shuffled(using: &generator)
            var table = MergeTable()
            for (rank, merge) in order.enumerated() {
                let isNew = table.insert(
                    left: merge.0, right: merge.1, result: merge.2, rank: Int32(rank))
                #expect(isNew)
            }
            var merger = PairMerger(table: table)
            for length in 0...9 {
                for bits in 0..<(1 << length) {
                    let word = (0..<length).map { Int32(bits >> $0 & 1) }
                    let merged = merger.merged(word)
                    #expect(merged == reference(word, order), "seed 9, \(word), \(order)")
                }
            }
        }
    }

    @Test("The work grows with the text, whatever the text", arguments: [1000, 10_000, 100_000])
    func growth(count: Int) {
        var table = MergeTable()
        // a+a, aa+aa, …: every merge opens the next.
        for level in Int32(0)..<16 {
            let isNew = table.insert(left: level, right: level, result: level + 1, rank: level)
            #expect(isNew)
        }
        var merger = PairMerger(table: table)
        let merged = merger.merged([Int32](repeating: 0, count: count))
        #expect(merged.count < count)
        #expect(merger.candidateCount <= 3 * count)
    }
}

@Suite("Tokenizer files that lie")
struct TokenizerFileTests {
    private let vocabulary: [(String, Int)]
    private let merges = "#version: 0.2\na b\nab c\n"

    init() throws {
        let url = Vectors.house.appending(path: "Models/glyph-nano/vocab.json")
        let json = try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
        let bytes = try #require(json.objectValue).prefix(256).map {
            ($0.key, $0.value.integerValue!)
        }
        vocabulary = bytes + [("ab", 256), ("abc", 257)]
    }

    private func text(_ vocabulary: [(String, Int)]) -> [UInt8] {
        Array(
            JSONValue.object(vocabulary.map { JSONMember($0, .integer($1)) }).compactText.utf8)
    }

    private func load(_ vocabulary: [UInt8], _ merges: String) throws(TokenizerError) {
        _ = try ByteLevelTokenizer(vocabulary: vocabulary, merges: Array(merges.utf8))
    }

    @Test("The small tokenizer is sound")
    func sound() throws {
        try load(text(vocabulary), merges)
        try load(text(vocabulary), "#version: 0.2")
    }

    @Test("Vocabularies with holes, doubles and strangers are refused by name")
    func vocabularies() {
        var changed = vocabulary
        changed[257].1 = 300
        #expect(
            throws: TokenizerError.tokenID(
                key: "abc", expected: "an id from 0 to 257, without holes", got: "the number 300")
        ) { try load(text(changed), merges) }
        changed[257].1 = -1
        #expect(throws: TokenizerError.self) { try load(text(changed), merges) }
        changed[257].1 = 256
        #expect(throws: TokenizerError.duplicateID(id: 256, key: "abc")) {
            try load(text(changed), merges)
        }
        changed = vocabulary
        changed[257].0 = "a\u{4E00}"
        #expect(
            throws: TokenizerError.tokenText(
                key: "a\u{4E00}", expected: "characters of the byte alphabet")
        ) { try load(text(changed), merges) }
        changed = vocabulary
        changed[0].0 = "zzz"
        #expect {
            try load(text(changed), merges)
        } throws: { error in
            guard case TokenizerError.missingByte = error else { return false }
            return true
        }
        #expect(throws: TokenizerError.vocabularySize(limit: 1_000_000, got: 0)) {
            try load(Array("{}".utf8), merges)
        }
        #expect(throws: TokenizerError.vocabularyNotAnObject(got: "an array")) {
            try load(Array("[]".utf8), merges)
        }
        #expect(throws: TokenizerError.self) { try load([], merges) }
    }

    @Test(
        "Merges of unknown tokens, of odd form or twice are refused by line",
        arguments: [
            ("", TokenizerError.mergesHeader(got: "")),
            ("a b\n", .mergesHeader(got: "a b")),
            ("#version: 0.2\nb c\n", .mergeUnknownToken(line: 2, token: "bc")),
            ("#version: 0.2\na b\nabx c\n", .mergeUnknownToken(line: 3, token: "abx")),
            ("#version: 0.2\nab\n", .mergeForm(line: 2, got: "ab")),
            ("#version: 0.2\na b c\n", .mergeForm(line: 2, got: "a b c")),
            ("#version: 0.2\n\na b\n", .mergeForm(line: 2, got: "")),
            ("#version: 0.2\na b\na b\n", .duplicateMerge(line: 3, got: "a b")),
            ("#version: 0.2\na b\r\n", .mergeUnknownToken(line: 2, token: "b\r")),
        ])
    func merges(text: String, error: TokenizerError) {
        #expect(throws: error) { try load(self.text(vocabulary), text) }
    }

    @Test("Bytes that are not UTF-8 are refused in both files")
    func notUTF8() {
        #expect(throws: TokenizerError.mergesNotUTF8(offset: 1)) {
            try ByteLevelTokenizer(vocabulary: text(vocabulary), merges: [0x23, 0xFF])
        }
        #expect(throws: TokenizerError.vocabularyNotJSON(.invalidUTF8(offset: 1))) {
            try ByteLevelTokenizer(vocabulary: [0x7B, 0xFF], merges: [])
        }
    }

    @Test("Every single-byte edit of both files loads or is refused, never a trap")
    func singleByteEdits() {
        let vocabulary = text(vocabulary)
        let merges = Array(merges.utf8)
        var refused = 0
        var loaded = 0
        for (bytes, isVocabulary) in [(vocabulary, true), (merges, false)] {
            for index in bytes.indices {
                for value: UInt8 in [0x00, 0x20, 0x22, 0x30, 0x7D, 0xFF] {
                    var edited = bytes
                    edited[index] = value
                    do {
                        _ = try ByteLevelTokenizer(
                            vocabulary: isVocabulary ? edited : vocabulary,
                            merges: isVocabulary ? merges : edited)
                        loaded += 1
                    } catch {
                        refused += 1
                    }
                }
            }
        }
        #expect(refused > 0 && loaded > 0)
    }
}
