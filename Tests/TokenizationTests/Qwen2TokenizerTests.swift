import Encodings
import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("Qwen2's tokenizer")
struct Qwen2TokenizerTests {
    private func check(_ files: Qwen2Files) throws {
        let tokenizer = try ByteLevelTokenizer(files: files.files)
        for example in files.examples {
            let name = String(decoding: example.text, as: UTF8.self).debugDescription
            let composed = CanonicalComposition.composed(example.text, 0..<example.text.count)
            #expect(composed == example.composed, "\(name)")
            if let pieces = example.pieces {
                var cutter = Qwen2PreTokenizer(composed, 0..<composed.count)
                var got: [[UInt8]] = []
                while let piece = cutter.next() { got.append(Array(composed[piece])) }
                #expect(got == pieces, "\(name)")
            }
            #expect(try tokenizer.encode(example.text) == example.ids, "\(name)")
            #expect(try tokenizer.decode(example.ids) == example.composed, "\(name)")
        }
    }

    @Test("100 texts have the normal form, pieces and ids of the tokenizers library")
    func sample() throws {
        let files = try Qwen2Files()
        #expect(files.examples.count == 100)
        #expect(files.examples.count { $0.text != $0.composed } > 10)
        try check(files)
    }

    private static let vectors = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
        .map { URL(filePath: $0 + "/float", directoryHint: .isDirectory) }
        .flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }

    @Test(
        "All 1,101 texts of the vectors, too",
        .enabled(if: vectors != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func wholeVectors() throws {
        let folder = try #require(Self.vectors)
        func load(_ name: String) throws -> JSONValue {
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            return try JSONParser.parse(bytes, byteCountMax: 1 << 24)
        }
        let files = try Qwen2Files(
            tokenizer: load("qwen_small_tokenizer.json"), vectors: load("tokenizer_qwen2.json"))
        #expect(files.examples.count == 1101)
        #expect(files.examples.count { $0.pieces != nil } == 777)
        #expect(try files.tokenizer.compactText == Qwen2Files().tokenizer.compactText)
        try check(files)
    }

    @Test("A shape of other letters cuts, and is composed like the text")
    func shapes() throws {
        let tokenizer = try ByteLevelTokenizer(files: Qwen2Files().files)
        // U+1C89 is a letter, U+2603 none; both are three bytes.
        let text = Array("the\u{1C89}e\u{301}er".utf8)
        let shape = Array("the\u{2603}e\u{301}er".utf8)
        #expect(try tokenizer.encode(text, cutAs: text) == tokenizer.encode(text))
        let ids = try tokenizer.encode(text, cutAs: shape)
        #expect(try tokenizer.decode(ids) == Array("the\u{1C89}éer".utf8))
    }

    // MARK: Folders

    @Test(
        "The files are read alike under each class that reads them so",
        arguments: [
            (nil, "{\"model_type\":\"qwen2\"}"),
            ("{\"tokenizer_class\":\"Qwen2Tokenizer\"}", nil),
            ("{\"tokenizer_class\":\"Qwen2Tokenizer\",\"add_prefix_space\":null}", nil),
            ("{\"tokenizer_class\":\"Qwen2TokenizerFast\"}", "{\"model_type\":\"qwen2\"}"),
            ("{\"tokenizer_class\":\"GPT2Tokenizer\"}", "{\"model_type\":\"qwen2\"}"),
            ("{\"tokenizer_class\":\"PreTrainedTokenizerFast\"}", "{\"model_type\":\"qwen2\"}"),
            ("{\"tokenizer_class\":\"PreTrainedTokenizerFast\"}", nil),
            ("{\"tokenizer_class\":\"TokenizersBackend\"}", "{\"model_type\":\"gpt2\"}"),
            (nil, "{\"tokenizer_class\":\"Qwen2Tokenizer\"}"),
            (
                """
                {"add_bos_token":false,"add_prefix_space":false,"additional_special_tokens":
                ["<|im_start|>","<|im_end|>"],"bos_token":null,"chat_template":"{}",
                "clean_up_tokenization_spaces":false,"eos_token":"<|im_end|>","errors":"replace",
                "model_max_length":131072,"pad_token":"<|endoftext|>","split_special_tokens":false,
                "tokenizer_class":"Qwen2Tokenizer","unk_token":null}
                """, "{\"model_type\":\"qwen2\"}"
            ),
        ] as [(String?, String?)])
    func classes(configuration: String?, model: String?) throws {
        var files = try Qwen2Files()
        files.configuration = try configuration.map(Qwen2Files.json)
        files.model = try model.map(Qwen2Files.json)
        let tokenizer = try ByteLevelTokenizer(files: files.files)
        for example in files.examples {
            #expect(try tokenizer.encode(example.text) == example.ids)
        }
    }

    @Test("vocab.json, merges.txt and tokenizer_config.json give the same ids")
    func pair() throws {
        let files = try Qwen2Files()
        var pair = try files.pair()
        for model in [nil, "{\"model_type\":\"qwen2\"}"] {
            pair[.model] = model.map { Array($0.utf8) }
            let tokenizer = try ByteLevelTokenizer(files: pair)
            for example in files.examples {
                #expect(try tokenizer.encode(example.text) == example.ids)
            }
        }
    }

    @Test("Normal form and pattern are apart where tokenizer.json is taken as it is")
    func apart() throws {
        var files = try Qwen2Files()
        files.configuration = try Qwen2Files.json("{\"tokenizer_class\":\"TokenizersBackend\"}")
        let text = Array("e\u{301}\u{301} (a 12".utf8)
        func ids() throws -> [[UInt8]] {
            let tokenizer = try ByteLevelTokenizer(files: files.files)
            return try tokenizer.encode(text).map { try tokenizer.decode([$0]) }
        }
        let both = try ids()
        #expect(both.joined().elementsEqual("é\u{301} (a 12".utf8))
        files.set("normalizer", to: .null)
        #expect(try ids().joined().elementsEqual(text))
        try files.set(
            "normalizer",
            json: "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"}]}")
        #expect(try ids() == both)
        try files.set(
            "pre_tokenizer",
            json: "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true}")
        #expect(try ids().joined().elementsEqual("é\u{301} (a 12".utf8))
    }

    @Test("Normalised added tokens are found in normal form, others in the text as it stands")
    func addedTokens() throws {
        for isNormalized in [true, false] {
            var files = try Qwen2Files()
            files.set("added_tokens 0 normalized", to: .boolean(isNormalized))
            files.set("added_tokens 0 content", to: .string("<e\u{301}>"))
            files.configuration = try Qwen2Files.json("{\"tokenizer_class\":\"TokenizersBackend\"}")
            let tokenizer = try ByteLevelTokenizer(files: files.files)
            for (text, isFound) in [("a<é>", isNormalized), ("a<e\u{301}>", true)] {
                let ids = try tokenizer.encode(Array(text.utf8))
                #expect(ids.contains(1005) == isFound, "\(text) \(isNormalized)")
            }
            #expect(try tokenizer.decode([1005]) == Array("<e\u{301}>".utf8))
        }
    }

    // MARK: Refusals

    private func refusal(_ change: (inout Qwen2Files) throws -> Void) throws -> String {
        var files = try Qwen2Files()
        files.model = try Qwen2Files.json("{\"model_type\":\"qwen2\"}")
        try change(&files)
        do {
            _ = try ByteLevelTokenizer(files: files.files)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test(
        "Each setting that would change ids is refused by its name",
        arguments: [
            ("normalizer", "null", "normalizer: expected NFC"),
            ("normalizer type", "\"NFKC\"", "normalizer.type: expected \"NFC\""),
            ("normalizer form", "1", "normalizer.\"form\": expected only keys"),
            ("pre_tokenizer pretokenizers 0 behavior", "\"Contiguous\"", "pre_tokenizer.pretoken"),
            ("pre_tokenizer pretokenizers 0 invert", "1", "pre_tokenizer.pretokenizers[0].invert"),
            (
                "pre_tokenizer pretokenizers 0 pattern Regex", "\"\\\\p{N}\"",
                "pre_tokenizer.pretokenizers[0].pattern.Regex: expected GPT-2's pattern or Qwen2's"
            ),
            (
                "pre_tokenizer pretokenizers 1 use_regex", "true",
                "pre_tokenizer.pretokenizers[1].use_regex: expected false after Qwen2's pattern"
            ),
            (
                "pre_tokenizer pretokenizers 1 add_prefix_space", "true",
                "pre_tokenizer.pretokenizers[1].add_prefix_space: expected false after a Split"
            ),
            (
                "pre_tokenizer pretokenizers 1",
                """
                {"type":"Split","pattern":{"Regex":"\\\\s"},"behavior":"Isolated","invert":false}
                """, "pre_tokenizer.pretokenizers[1].type: expected \"ByteLevel\""
            ),
            (
                "pre_tokenizer",
                "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true}",
                "pre_tokenizer: expected the pattern of Qwen2Tokenizer"
            ),
            ("model ignore_merges", "true", "model.ignore_merges: expected false, since Qwen2"),
            ("added_tokens 3 single_word", "true", "added_tokens[3].single_word: expected false"),
            ("added_tokens 3 id", "7", "added_tokens[0]: expected the id 1006"),
        ])
    func settings(path: String, value: String, message: String) throws {
        let text = try refusal { try $0.set(path, json: value) }
        #expect(text.hasPrefix("tokenizer.json: " + message), "\(text)")
    }

    @Test("Qwen2's pattern cuts once, and not beside GPT-2's")
    func oneCut() throws {
        let text = try refusal { files in
            let steps = try files.tokenizer.at("pre_tokenizer").at("pretokenizers").elements()
            files.set("pre_tokenizer pretokenizers", to: .array([steps[0]] + steps))
        }
        #expect(
            text.hasPrefix(
                "tokenizer.json: pre_tokenizer.pretokenizers[0].pattern.Regex: expected GPT-2's"))
    }

    @Test("Files that name another class than their steps are refused")
    func otherClasses() throws {
        let gpt2 = try refusal { $0.model = try Qwen2Files.json("{\"model_type\":\"gpt2\"}") }
        #expect(
            gpt2
                == "tokenizer.json: normalizer: expected no step that changes the text, since "
                + "GPT2Tokenizer would pass over it, got NFC")
        let other = try refusal {
            $0.configuration = try Qwen2Files.json("{\"tokenizer_class\":\"LlamaTokenizer\"}")
        }
        #expect(
            other
                == "tokenizer_config.json: tokenizer_class: expected GPT2Tokenizer, "
                + "GPT2TokenizerFast, Qwen2Tokenizer, Qwen2TokenizerFast, PreTrainedTokenizerFast "
                + "or TokenizersBackend, got \"LlamaTokenizer\"")
        let prefix = try refusal {
            $0.configuration = try Qwen2Files.json("{\"add_prefix_space\":true}")
        }
        #expect(prefix.hasPrefix("tokenizer_config.json: add_prefix_space: expected false"))
    }

    @Test("Flags that Qwen2's class drops are refused, and kept where the file is taken whole")
    func droppedFlags() throws {
        func flagged(_ name: String) throws -> String {
            try refusal {
                $0.set("added_tokens 0 lstrip", to: .boolean(true))
                $0.model = nil
                $0.configuration = try Qwen2Files.json("{\"tokenizer_class\":\"\(name)\"}")
            }
        }
        #expect(
            try flagged("Qwen2Tokenizer")
                == "tokenizer_config.json: eos_token: expected no lstrip, rstrip or normalized, "
                + "which Qwen2Tokenizer drops, got one of them")
        #expect(try flagged("TokenizersBackend") == "accepted")
    }

    @Test("Two normalised tokens that are one text in normal form are refused")
    func oneText() throws {
        let text = try refusal { files in
            for (place, content) in ["<\u{212B}>", "<\u{C5}>"].enumerated() {
                files.set("added_tokens \(place + 20) content", to: .string(content))
                files.set("added_tokens \(place + 20) normalized", to: .boolean(true))
            }
        }
        #expect(
            text.hasPrefix("tokenizer.json: added token: expected texts that differ"), "\(text)")
    }
}
