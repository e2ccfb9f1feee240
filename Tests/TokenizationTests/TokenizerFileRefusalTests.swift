import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Refusals of a tokenizer's files")
struct TokenizerFileRefusalTests {
    private let synthetic = SyntheticTokenizer([("a", "b"), ("ab", "c")], special: true)

    private func members(
        _ change: (inout [(key: String, value: String)]) -> Void
    ) -> [UInt8] {
        var members = synthetic.tokens.enumerated()
            .map { (key: SyntheticTokenizer.text(of: $1), value: String($0)) }
        change(&members)
        return SyntheticTokenizer.vocabularyFile(members)
    }

    private func refusal(vocabulary: [UInt8]? = nil, merges: [UInt8]? = nil) -> TokenizerError? {
        do throws(TokenizerError) {
            _ = try ByteLevelTokenizer(
                vocabulary: vocabulary ?? synthetic.vocabularyFile,
                merges: merges ?? synthetic.mergesFile)
            return nil
        } catch {
            let file = vocabulary == nil ? "merges.txt" : "vocab.json"
            #expect(error.description.hasPrefix(file))
            return error
        }
    }

    private func refusal(merges lines: String) -> TokenizerError? {
        refusal(merges: Array(lines.utf8))
    }

    @Test("The files that the other tests change are good, with or without the last line end")
    func good() {
        #expect(refusal(vocabulary: members { _ in }) == nil)
        #expect(refusal() == nil)
        #expect(refusal(merges: "#version: 0.2\na b\nab c") == nil)
        #expect(refusal(merges: "#version") == nil)
    }

    // MARK: vocab.json

    @Test("A vocabulary that is not one strict JSON object is refused")
    func notAnObject() {
        #expect(
            refusal(vocabulary: [])
                == .vocabularyNotJSON(.unexpectedEnd(offset: 0, expected: "a value")))
        #expect(refusal(vocabulary: Array("[1]".utf8)) == .vocabularyNotAnObject(got: "an array"))
        #expect(
            refusal(vocabulary: Array("\u{7B}\"a\":0,\"a\":1}".utf8))
                == .vocabularyNotJSON(.duplicateKey(offset: 7, key: "a")))
        #expect(refusal(vocabulary: [0xFF]) == .vocabularyNotJSON(.invalidUTF8(offset: 0)))
        let long = [UInt8](repeating: 0x20, count: Limits.fileByteCountMax + 1)
        #expect(
            refusal(vocabulary: long)
                == .vocabularyNotJSON(
                    .tooLong(byteCount: long.count, limit: Limits.fileByteCountMax)))
    }

    @Test("Too few tokens, and more than a million, are refused")
    func size() {
        #expect(
            refusal(vocabulary: Array("{}".utf8)) == .vocabularySize(limit: 1_000_000, got: 0))
        let many = SyntheticTokenizer.vocabularyFile(
            (0...1_000_000).map { (String($0, radix: 36), "0") })
        #expect(refusal(vocabulary: many) == .vocabularySize(limit: 1_000_000, got: 1_000_001))
    }

    @Test(
        "Ids are plain integers from 0 to the count, without holes",
        arguments: [
            ("-1", "the number -1"), ("259", "the number 259"), ("-0", "the number -0"),
            ("1.0", "the number 1.0"), ("1e2", "the number 1e2"), ("null", "null"),
            ("\"97\"", "the string \"97\""),
            ("99999999999999999999", "the number 99999999999999999999"),
        ])
    func ids(value: String, got: String) {
        let expected = TokenizerError.tokenID(
            key: "abc", expected: "an id from 0 to 258, without holes", got: got)
        #expect(refusal(vocabulary: members { $0[257].value = value }) == expected)
    }

    @Test("An id that two tokens claim is refused at the second")
    func duplicateID() {
        let file = members { $0[257].value = "3" }
        #expect(refusal(vocabulary: file) == .duplicateID(id: 3, key: "abc"))
    }

    @Test(
        "Tokens are of the byte alphabet and of 1 to 4096 bytes",
        arguments: [
            ("", "1 to 4096 bytes"), (String(repeating: "a", count: 4097), "1 to 4096 bytes"),
            ("a b", "characters of the byte alphabet"),
            ("\u{144}", "characters of the byte alphabet"),
            ("\u{AD}", "characters of the byte alphabet"), ("深", "characters of the byte alphabet"),
        ])
    func tokenText(key: String, expected: String) {
        let file = members { $0[257].key = key }
        #expect(refusal(vocabulary: file) == .tokenText(key: key, expected: expected))
    }

    @Test("A vocabulary that lacks any one of the 256 bytes is refused")
    func missingByte() {
        for byte in 0...255 as ClosedRange<UInt8> {
            let file = members { $0[255 - Int(byte)].key = "unused" }
            #expect(refusal(vocabulary: file) == .missingByte(byte))
        }
    }

    @Test("U+212B is refused as of no byte, though canonically equivalent to the character of C5")
    func canonicalEquivalence() throws {
        let file = members { $0[257].key = "\u{212B}" }
        #expect(
            refusal(vocabulary: file)
                == .tokenText(key: "\u{212B}", expected: "characters of the byte alphabet"))
    }

    @Test("A message stays short however long the text that it shows")
    func shortMessages() throws {
        let marks = "a" + String(repeating: "\u{301}", count: 100_000)
        let key = try #require(refusal(vocabulary: members { $0[257] = (marks, "-1") }))
        #expect(key.description.utf8.count < 1_000)
        let value = try #require(refusal(vocabulary: Array("\"\(marks)\"".utf8)))
        #expect(value.description.utf8.count < 1_000)
        let line = try #require(refusal(merges: "#version\n\(marks)"))
        #expect(line.description.utf8.count < 1_000)
    }

    // MARK: merges.txt

    @Test(
        "The first line is a header that starts with #version",
        arguments: [
            ("", ""), ("\n", ""), ("a b\n", "a b"), ("#Version\na b\n", "#Version"),
        ])
    func header(file: String, got: String) {
        #expect(refusal(merges: file) == .mergesHeader(got: got))
    }

    @Test(
        "A line is two non-empty parts and one space",
        arguments: [
            "", "a", " ", "a ", " b", "a  b", "a b ", " a b", "a b c",
        ])
    func form(line: String) {
        #expect(
            refusal(merges: "#version\na b\n\(line)\nab c\n") == .mergeForm(line: 3, got: line))
    }

    @Test(
        "Parts and result are tokens; CR LF is refused as a part that is none",
        arguments: [
            ("x y", "xy"), ("zz b", "zz"), ("a zz", "zz"), ("ab c\r", "c\r"),
            ("a\u{301} b", "a\u{301}"),
        ])
    func unknownToken(line: String, token: String) {
        #expect(
            refusal(merges: "#version\na b\n\(line)") == .mergeUnknownToken(line: 3, token: token))
    }

    @Test("A merge that stands twice is refused at the second")
    func duplicateMerge() {
        #expect(
            refusal(merges: "#version\na b\nab c\na b\n") == .duplicateMerge(line: 4, got: "a b"))
    }

    @Test("Merges that are not UTF-8, or too long, are refused")
    func bytes() {
        let bytes = Array("#version\na ".utf8)
        #expect(refusal(merges: bytes + [0xFF]) == .mergesNotUTF8(offset: bytes.count))
        let long = [UInt8](repeating: 0x0A, count: Limits.fileByteCountMax + 1)
        #expect(
            refusal(merges: long)
                == .mergesTooLong(limitBytes: Limits.fileByteCountMax, gotBytes: long.count))
    }

    // MARK: Edits

    /// The files that differ from `file` in one byte: each taken out, or replaced by some others.
    private func edits(of file: [UInt8], seed: UInt64) -> [[UInt8]] {
        var random = SeededGenerator(seed: seed)
        return file.indices.flatMap { index in
            let structure = Array("\"\\{},: \n".utf8).randomElement(using: &random)!
            let others = [
                file[index] ^ 1, file[index] ^ 0x80, structure,
                UInt8.random(in: 0...255, using: &random),
            ]
            var removed = file
            removed.remove(at: index)
            return [removed]
                + others.map { other in
                    var edited = file
                    edited[index] = other
                    return edited
                }
        }
    }

    @Test("A file with one byte changed loads and works, or is refused with a message")
    func singleByteEdits() throws {
        let vocabularies = edits(of: synthetic.vocabularyFile, seed: 1)
            .map { ($0, synthetic.mergesFile) }
        let merges = edits(of: synthetic.mergesFile, seed: 2)
            .map { (synthetic.vocabularyFile, $0) }
        #expect(vocabularies.count > 10_000 && merges.count > 100)
        let text = Array("abcab <|endoftext|>é".utf8)
        for files in [vocabularies, merges] {
            var loaded = 0
            var refused = 0
            for (vocabulary, merges) in files {
                do throws(TokenizerError) {
                    let tokenizer = try ByteLevelTokenizer(vocabulary: vocabulary, merges: merges)
                    loaded += 1
                    if try tokenizer.decode(tokenizer.encode(text)) != text {
                        Issue.record("\(String(decoding: vocabulary + merges, as: UTF8.self))")
                    }
                } catch {
                    refused += 1
                    if error.description.isEmpty { Issue.record("\(error)") }
                }
            }
            #expect(loaded > 0 && refused > 0, "\(loaded) loaded, \(refused) refused")
        }
    }
}
