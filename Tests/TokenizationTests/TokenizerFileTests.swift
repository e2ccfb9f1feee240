import Encodings
import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("tokenizer.json")
struct TokenizerFileTests {
    /// A small tokenizer whose file a test can spoil.
    private struct SmallFile {
        var vocabulary: [(String, Int)]
        var merges: [JSONValue]
        var settings: [(key: String, value: JSONValue)]
        var model: [(key: String, value: JSONValue)]

        init(_ tokenizer: SyntheticTokenizer, pairs: Bool) {
            vocabulary = tokenizer.tokens.enumerated().map { id, token in
                let isSpecial = token == SyntheticTokenizer.endOfText
                return (
                    isSpecial ? "<|endoftext|>" : SyntheticTokenizer.text(of: token), id
                )
            }
            merges = tokenizer.merges.map { merge in
                let parts = [merge.left, merge.right].map(SyntheticTokenizer.text(of:))
                return pairs
                    ? .array(parts.map(JSONValue.string))
                    : .string(parts.joined(separator: " "))
            }
            let added = JSONValue.object([
                JSONMember("id", .integer(tokenizer.tokens.count - 1)),
                JSONMember("content", .string("<|endoftext|>")),
                JSONMember("single_word", .boolean(false)), JSONMember("lstrip", .boolean(false)),
                JSONMember("rstrip", .boolean(false)), JSONMember("normalized", .boolean(false)),
                JSONMember("special", .boolean(true)),
            ])
            let hasSpecial = tokenizer.tokens.last == SyntheticTokenizer.endOfText
            let byteLevel = JSONValue.object([
                JSONMember("type", .string("ByteLevel")),
                JSONMember("add_prefix_space", .boolean(false)),
                JSONMember("trim_offsets", .boolean(true)),
                JSONMember("use_regex", .boolean(true)),
            ])
            settings = [
                ("version", .string("1.0")), ("truncation", .null), ("padding", .null),
                ("added_tokens", .array(hasSpecial ? [added] : [])), ("normalizer", .null),
                ("pre_tokenizer", byteLevel), ("post_processor", .null),
                ("decoder", byteLevel),
            ]
            model = [
                ("type", .string("BPE")), ("dropout", .null), ("unk_token", .null),
                ("continuing_subword_prefix", .string("")), ("end_of_word_suffix", .null),
                ("fuse_unk", .boolean(false)), ("byte_fallback", .boolean(false)),
                ("ignore_merges", .boolean(false)),
            ]
        }

        var bytes: [UInt8] {
            let vocabulary = JSONValue.object(
                vocabulary.map { JSONMember($0.0, .integer($0.1)) })
            let parts = model + [("vocab", vocabulary), ("merges", .array(merges))]
            let members =
                settings + [("model", .object(parts.map { JSONMember($0.key, $0.value) }))]
            return Array(
                JSONValue.object(members.map { JSONMember($0.key, $0.value) }).compactText.utf8)
        }

        mutating func set(_ key: String, _ value: JSONValue?) {
            let isModel = key.hasPrefix("model.")
            let name = isModel ? String(key.dropFirst(6)) : key
            var list = isModel ? model : settings
            list.removeAll { $0.key == name }
            if let value { list.append((name, value)) }
            if isModel { model = list } else { settings = list }
        }
    }

    private static let synthetic = SyntheticTokenizer(
        [("l", "o"), ("lo", "w"), ("e", "r"), (" ", "low"), ("low", "er"), ("1", "2")],
        special: true)
    private let file = SmallFile(synthetic, pairs: false)
    private static let texts = [
        "", "low lower lowest", "<|endoftext|>low<|endoftext|>", " low\n\n12 123 <|endoftext",
        "é 😀 l'ower's",
    ].map { Array($0.utf8) }

    private func ids(_ bytes: [UInt8]) throws -> [[Int32]] {
        let tokenizer = try ByteLevelTokenizer(tokenizerJSON: bytes)
        return try Self.texts.map { try tokenizer.encode($0) }
    }

    private static let prefixing = JSONValue.object([
        JSONMember("type", .string("ByteLevel")), JSONMember("add_prefix_space", .boolean(true)),
        JSONMember("trim_offsets", .boolean(true)),
    ])

    private func refusal(_ edit: (inout SmallFile) -> Void) -> String {
        var edited = file
        edit(&edited)
        do {
            _ = try ByteLevelTokenizer(tokenizerJSON: edited.bytes)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test("Both forms of merges give the ids of vocab.json and merges.txt")
    func twoForms() throws {
        let expected = try Self.texts.map { try Self.synthetic.tokenizer().encode($0) }
        #expect(try ids(file.bytes) == expected)
        #expect(try ids(SmallFile(Self.synthetic, pairs: true).bytes) == expected)
        // The special token outside of the vocabulary, and settings that old files lack.
        var bare = file
        bare.vocabulary.removeLast()
        for key in ["version", "truncation", "padding", "post_processor", "decoder"] {
            bare.set(key, nil)
        }
        bare.model = []
        #expect(try ids(bare.bytes) == expected)
    }

    @Test("Each setting that would change ids is refused with its path")
    func settings() throws {
        let object = JSONValue.object([JSONMember("type", .string("NFC"))])
        let cases: [(String, JSONValue?, String)] = [
            ("truncation", object, "\"type\": expected only keys"),
            ("padding", object, "\"type\": expected only keys"),
            (
                "normalizer", object,
                "normalizer: expected no step that changes the text, since GPT2"
            ),
            ("pre_tokenizer", nil, "pre_tokenizer: expected an object, got nothing"),
            ("pre_tokenizer", .null, "pre_tokenizer: expected an object, got null"),
            ("pre_tokenizer", object, "pre_tokenizer.type: expected \"ByteLevel\""),
            ("decoder", object, "decoder.type: expected a decoder's name"),
            ("post_processor", .integer(1), "post_processor: expected an object or null"),
            ("post_processor", object, "post_processor.type: expected \"ByteLevel\" or, once"),
            ("version", .string("2.0"), "version: expected \"1.0\""),
            ("extra", .null, "\"extra\": expected only keys that a byte-level BPE"),
            ("added_tokens", .array([.null]), "added_tokens[0]: expected an object"),
            ("model.type", .string("Unigram"), "model.type: expected \"BPE\""),
            ("model.dropout", .integer(1), "model.dropout: expected null or 0, got the number 1"),
            ("model.unk_token", .integer(1), "model.unk_token: expected a string or null"),
            (
                "model.continuing_subword_prefix", .string("##"),
                "model.continuing_subword_prefix: expected null or \"\""
            ),
            ("model.end_of_word_suffix", .string("w"), "model.end_of_word_suffix: expected null"),
            ("model.fuse_unk", .null, "model.fuse_unk: expected true or false, got null"),
            ("model.byte_fallback", .integer(0), "model.byte_fallback: expected true or false"),
            ("model.ignore_merges", .boolean(true), "model.ignore_merges: expected false, since"),
            ("model.extra", .null, "model.\"extra\": expected only keys"),
        ]
        for (key, value, message) in cases {
            let text = refusal { $0.set(key, value) }
            #expect(text.hasPrefix("tokenizer.json: ") && text.contains(message), "\(text)")
        }
    }

    @Test("Settings inside the pre-tokenizer and the added token are refused with their paths")
    func innerSettings() throws {
        for (section, key, value, message) in [
            (
                "pre_tokenizer", "use_regex", JSONValue.boolean(false),
                "pre_tokenizer.use_regex: expected true, got false"
            ),
            (
                "pre_tokenizer", "add_prefix_space", .null,
                "pre_tokenizer.add_prefix_space: expected true or false, got null"
            ),
            ("added_tokens", "content", .string(""), "added_tokens[0].content: expected 1 to 256"),
            (
                "added_tokens", "content", .string(String(repeating: "x", count: 257)),
                "added_tokens[0].content: expected 1 to 256 bytes, got 257"
            ),
            (
                "added_tokens", "content", .string("<s>"),
                "added_tokens[0]: expected the id 263, the token's in the vocabulary or the next"
            ),
            ("added_tokens", "lstrip", .null, "added_tokens[0].lstrip: expected true or false"),
            (
                "added_tokens", "single_word", .boolean(true),
                "added_tokens[0].single_word: expected false"
            ),
            ("added_tokens", "id", .integer(-1), "added_tokens[0].id: expected an integer from 0"),
            ("added_tokens", "id", .integer(3), "added_tokens[0]: expected the id 262"),
        ] {
            let text = refusal { file in
                let old = file.settings.first { $0.key == section }!.value
                var members = (old.arrayValue?.first ?? old).objectValue!
                members.removeAll { $0.key == key }
                members.append(JSONMember(key, value))
                file.set(
                    section,
                    section == "added_tokens" ? .array([.object(members)]) : .object(members))
            }
            #expect(text.hasPrefix("tokenizer.json: " + message), "\(text)")
        }
        let prefixed = refusal { file in
            file.set("pre_tokenizer", Self.prefixing)
        }
        #expect(
            prefixed
                == "tokenizer_config.json: add_prefix_space: expected true, as tokenizer.json has "
                + "it, got nothing, which is false to GPT2Tokenizer")
    }

    @Test("What is wrong in vocabulary and merges is told with its place in the file")
    func parts() {
        for (edit, message) in [
            ({ $0.vocabulary[7].1 = 6 }, "model.vocab: token "),
            ({ $0.vocabulary.removeFirst(20) }, "model.vocab: "),
            ({ $0.merges[1] = .string("lo w x") }, "model.merges: merge 1: expected two tokens"),
            ({ $0.merges[2] = .array([.string("e")]) }, "model.merges: merge 2: expected two"),
            ({ $0.merges[2] = .integer(1) }, "model.merges: merge 2: expected two tokens"),
            ({ $0.merges[3] = .string("zz z") }, "model.merges: merge 3: expected tokens of model"),
            ({ $0.merges.append($0.merges[0]) }, "model.merges: merge 6: expected each merge once"),
        ] as [((inout SmallFile) -> Void, String)] {
            let text = refusal(edit)
            #expect(text.hasPrefix("tokenizer.json: " + message), "\(text)")
        }
        for text in ["", "[]", "{", "{\"model\":{}}", "null"] {
            #expect(throws: TokenizerError.self, "\(text)") {
                try ByteLevelTokenizer(tokenizerJSON: Array(text.utf8))
            }
        }
    }

    @Test("Every cut and seeded edits give the same ids or a clean refusal")
    func mutations() throws {
        let bytes = file.bytes
        let expected = try ids(bytes)
        for length in 0..<bytes.count {
            #expect(throws: TokenizerError.self, "cut at \(length)") {
                try ByteLevelTokenizer(tokenizerJSON: Array(bytes.prefix(length)))
            }
        }
        var (same, other, refused) = (0, 0, 0)
        for seed in 0..<6000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var edited = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = edited.indices.randomElement(using: &random)!
                edited[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            do {
                // An edit inside the vocabulary's texts is another, valid tokenizer.
                if try ids(edited) == expected { same += 1 } else { other += 1 }
            } catch is TokenizerError {
                refused += 1
            }
        }
        print("tokenizer.json: \(same) same, \(other) other tokenizers, \(refused) refused")
        #expect(same + other + refused == 6000 && refused > 4000)
    }

    @Test(
        "The files that the tokenizers package writes give the ids that it gives",
        .enabled(if: Python.has("tokenizers"), "\(Python.skipNote("tokenizers"))"),
        arguments: ["glyph-nano", "gpt2"])
    func otherWriter(name: String) throws {
        let nano = Vectors.house.appending(path: "Models/glyph-nano")
        guard let folder = name == "gpt2" ? Vectors.gpt2Tokenizer : nano else {
            print("GPT-2's tokenizer is not here: skipped")
            return
        }
        let texts = try Vectors.load("tokenizer_gpt2").elements().map { try $0.at("text").string() }
        let target = try TemporaryFolder()
        let json = JSONValue.array(texts.map(JSONValue.string))
        let output = try Python.script(
            "write_tokenizer.py", [folder.path, target.path + "/tokenizer.json"],
            input: Array(json.compactText.utf8))
        let expected = try JSONParser.parse(output, byteCountMax: 1 << 24).elements()
        let bytes = Array(try Data(contentsOf: URL(filePath: target.path + "/tokenizer.json")))
        let tokenizer = try ByteLevelTokenizer(tokenizerJSON: bytes)
        var count = 0
        for (text, ids) in zip(texts, expected) {
            let wanted = try ids.integers().map { Int32($0) }
            #expect(try tokenizer.encode(Array(text.utf8)) == wanted, "\(text)")
            count += 1
        }
        #expect(count == 297)
    }
}
