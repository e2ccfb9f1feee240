import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Added tokens")
struct AddedTokenTests {
    /// A tokenizer of bytes and these added tokens, whose ids start at 256; `<|endoftext|>` comes
    /// last.
    private func tokenizer(
        _ tokens: [(content: String, flags: String)]
    ) throws -> ByteLevelTokenizer {
        let synthetic = SyntheticTokenizer([(String, String)]())
        var files = TokenizerFiles()
        files[.vocabulary] = synthetic.vocabularyFile
        files[.merges] = synthetic.mergesFile
        let members = tokens.enumerated().map { index, token in
            let flags = ["lstrip", "rstrip", "normalized"].map {
                JSONMember($0, .boolean(token.flags.contains($0)))
            }
            return JSONMember(
                "\(256 + index)",
                .object([JSONMember("content", .string(token.content))] + flags))
        }
        files[.configuration] = Array(
            JSONValue.object([JSONMember("added_tokens_decoder", .object(members))])
                .compactText.utf8)
        return try ByteLevelTokenizer(files: files)
    }

    /// Ids of added tokens as they are, of bytes as characters.
    private func shown(_ ids: [Int32]) -> String {
        ids.map { $0 < 256 ? String(UnicodeScalar(UInt8(255 - $0))) : "[\($0)]" }.joined()
    }

    @Test("The leftmost token goes first, and of those that start there the longest")
    func leftmostLongest() throws {
        let tokenizer = try tokenizer([("abc", ""), ("abcd", ""), ("bc", ""), ("cde", "")])
        for (text, expected) in [
            ("xabcdabcabcd", "x[257][256][257]"), ("abcde", "[257]e"), ("bcde", "[258]de"),
            ("cdcde", "cd[259]"), ("ab", "ab"), ("aabc", "a[256]"),
            ("<|endoftext|>abc", "[260][256]"),
        ] {
            #expect(try shown(tokenizer.encode(Array(text.utf8))) == expected, "\(text)")
        }
    }

    @Test("Normalised tokens are looked for in what the others leave")
    func rounds() throws {
        let tokenizer = try tokenizer([("bc", ""), ("abcd", "normalized"), ("ab", "normalized")])
        #expect(try shown(tokenizer.encode(Array("xabcd ab".utf8))) == "xa[256]d [258]")
    }

    @Test("White space goes to the token that strips it, and to the first of two")
    func strips() throws {
        let tokenizer = try tokenizer([("<l>", "lstrip"), ("<r>", "rstrip"), ("<n>", "")])
        for (text, expected) in [
            ("a \n<l> b", "a[256] b"), ("a <r>\u{3000}\u{85} b", "a [257]b"),
            ("<r>  <l>", "[257][256]"), ("<n>  <l>", "[258][256]"), ("<r>  <n>", "[257][258]"),
            (" <l>", "[256]"), ("<r> ", "[257]"), ("a\u{200B}<l>", "aâ\u{80}\u{8B}[256]"),
        ] {
            #expect(try shown(tokenizer.encode(Array(text.utf8))) == expected, "\(text)")
        }
    }

    @Test("Ids go back to the tokens' texts, also where those are no characters of bytes")
    func decoding() throws {
        let tokenizer = try tokenizer([("深い", ""), ("a b", "")])
        let text = Array("x深いa b深<|endoftext|>".utf8)
        let ids = try tokenizer.encode(text)
        #expect(ids.filter { $0 > 255 } == [256, 257, 258])
        #expect(try tokenizer.decode(ids) == text)
    }

    @Test("Seeded texts are cut as a search through all tokens at each place cuts them")
    func reference() throws {
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            func word(_ lengths: ClosedRange<Int>) -> String {
                String(
                    (0..<Int.random(in: lengths, using: &random))
                        .map { _ in "abc".randomElement(using: &random)! })
            }
            var contents: [String] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let content = word(1...5)
                if !contents.contains(content) { contents.append(content) }
            }
            // A token of one byte is in the vocabulary and keeps its id.
            contents.removeAll { $0.utf8.count == 1 }
            let tokenizer = try tokenizer(contents.map { ($0, "") })
            let text = word(0...60)
            var expected = ""
            var rest = Substring(text)
            while !rest.isEmpty {
                let longest = contents.filter { rest.hasPrefix($0) }.max { $0.count < $1.count }
                if let longest {
                    expected += "[\(256 + contents.firstIndex(of: longest)!)]"
                } else {
                    expected += rest.prefix(1)
                }
                rest = rest.dropFirst(longest?.count ?? 1)
            }
            #expect(
                try shown(tokenizer.encode(Array(text.utf8))) == expected, "seed \(seed): \(text)")
        }
    }

    @Test("Many tokens that start alike and a long text take no more than a limit for each byte")
    func manyTokens() throws {
        // Lengths 2 to 256 of one letter, and thousands that differ at the end.
        let alike = (2...256).map { (String(repeating: "a", count: $0), "") }
        let others = (0..<5_000).map { (String(repeating: "a", count: 200) + "b\($0)", "") }
        let tokenizer = try tokenizer(alike + others)
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 256 * 200)
        #expect(try tokenizer.encode(text).count == 200)
        // Here each place is looked at to the limit, and nothing is found but single tokens.
        let awkward = Array(
            String(repeating: String(repeating: "a", count: 199) + "c", count: 200).utf8)
        #expect(try tokenizer.encode(awkward).count == 400)
    }

    @Test("More added tokens than the limit are refused before they are read")
    func tooMany() throws {
        var files = TokenizerFiles()
        let synthetic = SyntheticTokenizer([(String, String)]())
        files[.vocabulary] = synthetic.vocabularyFile
        files[.merges] = synthetic.mergesFile
        let members = (0...100_000).map { "\"t\($0)\":\(256 + $0)" }.joined(separator: ",")
        files[.addedTokens] = Array("{\(members)}".utf8)
        #expect(
            throws: TokenizerError.setting(
                file: .addedTokens, key: "value", expected: "at most 100000 members", got: "100001")
        ) {
            try ByteLevelTokenizer(files: files)
        }
        files[.addedTokens] = Array("{".utf8)
        #expect(
            throws: TokenizerError.notJSON(
                file: .addedTokens, cause: .unexpectedEnd(offset: 1, expected: "a key"))
        ) {
            try ByteLevelTokenizer(files: files)
        }
    }
}
