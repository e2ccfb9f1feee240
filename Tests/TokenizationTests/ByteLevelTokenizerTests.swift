import TestSupport
import Testing
import Tokenization

@Suite("Text to ids and back")
struct ByteLevelTokenizerTests {
    @Test("Each byte of the alphabet decodes to itself, and NUL and controls are legal text")
    func bytes() throws {
        let tokenizer = try SyntheticTokenizer([(String, String)]()).tokenizer()
        #expect(tokenizer.vocabularyCount == 256)
        #expect(try tokenizer.decode((0..<256).map { 255 - $0 }) == Array(0...255))
        let controls = (0..<128).map { UInt8($0) }
        #expect(try tokenizer.encode(controls) == controls.map { 255 - Int32($0) })
        #expect(try tokenizer.encode([]) == [])
        #expect(try tokenizer.decode([]) == [])
    }

    @Test("<|endoftext|> is one token wherever it stands, and its near misses are none")
    func endOfText() throws {
        let synthetic = SyntheticTokenizer([("a", "b")], special: true)
        let tokenizer = try synthetic.tokenizer()
        let special = try #require(synthetic.id(of: SyntheticTokenizer.endOfText))
        let ab = try #require(synthetic.id(of: Array("ab".utf8)))
        func encode(_ text: String) throws -> [Int32] { try tokenizer.encode(Array(text.utf8)) }
        #expect(try encode("<|endoftext|>") == [special])
        #expect(try encode("<|endoftext|><|endoftext|>") == [special, special])
        #expect(try encode("ab<|endoftext|>ab") == [ab, special, ab])
        #expect(try encode("a<|endoftext|>b").count == 3)
        #expect(try encode("<<|endoftext|>>").filter { $0 == special }.count == 1)
        for miss in ["<|endoftext|", "|endoftext|>", "<|endoftexT|>", "<|endoftext |>"] {
            #expect(try encode(miss).count == miss.utf8.count, "\(miss)")
        }
    }

    @Test("Without the token in the vocabulary, <|endoftext|> is plain text")
    func noSpecialToken() throws {
        let tokenizer = try SyntheticTokenizer([("a", "b")]).tokenizer()
        #expect(try tokenizer.encode(SyntheticTokenizer.endOfText).count == 13)
    }

    @Test("No merge crosses <|endoftext|> or the end of a piece")
    func pieces() throws {
        let synthetic = SyntheticTokenizer([(" ", " "), ("a", " ")], special: true)
        let tokenizer = try synthetic.tokenizer()
        #expect(try tokenizer.encode(Array("a a".utf8)).count == 3)
        #expect(try tokenizer.encode(Array("  <|endoftext|>".utf8)).count == 2)
        #expect(try tokenizer.encode(Array("  a".utf8)).count == 3)
    }

    @Test(
        "Text that is not UTF-8 is refused with its offset",
        arguments: [
            ([0xFF], 0), ([0x61, 0x80], 1), ([0x61, 0xC3], 1), ([0xC0, 0x80], 0),
            ([0x61, 0x62, 0xED, 0xA0, 0x80], 2), ([0xF4, 0x90, 0x80, 0x80], 0),
        ] as [([UInt8], Int)])
    func invalidText(text: [UInt8], offset: Int) throws {
        let tokenizer = try SyntheticTokenizer([("a", "b")]).tokenizer()
        #expect(throws: TokenizerError.textNotUTF8(offset: offset)) { try tokenizer.encode(text) }
    }

    @Test("An id that is no token is refused with its place", arguments: [-1, 257, .min, .max])
    func unknownID(id: Int32) throws {
        let tokenizer = try SyntheticTokenizer([("a", "b")]).tokenizer()
        #expect(throws: TokenizerError.unknownID(position: 1, id: id, tokenCount: 257)) {
            try tokenizer.decode([256, id])
        }
    }

    @Test(
        "One piece of 100,000 bytes of each awkward kind encodes and decodes",
        arguments: [
            "a", "'", " ", "\n", "<", "<|endoftext|", "<|endoftext|>", "\u{301}", "1",
        ])
    func longPieces(unit: String) throws {
        let merges = [("a", "a"), ("aa", "aa"), ("<", "|"), ("'", "'"), (" ", " ")]
        let tokenizer = try SyntheticTokenizer(merges, special: true).tokenizer()
        let text = Array(String(repeating: unit, count: 100_000 / unit.utf8.count).utf8)
        let ids = try tokenizer.encode(text)
        #expect(!ids.isEmpty)
        #expect(try tokenizer.decode(ids) == text)
    }
}
