import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Tokenizer files together")
struct TokenizerFolderRefusalTests {
    @Test("The cases of public reports have the ids of transformers")
    func reports() throws {
        let cases = try TokenizerCase.all()
        #expect(cases.count == 9)
        for example in cases {
            let tokenizer = try ByteLevelTokenizer(files: example.bytes)
            #expect(try tokenizer.encode(example.text) == example.tokenIDs, "\(example.id)")
        }
    }

    /// What is said of a case with a change; "accepted" where it still loads.
    private func refusal(
        of id: String, _ change: (inout TokenizerCase) throws -> Void
    ) throws -> String {
        var example = try TokenizerCase.named(id)
        try change(&example)
        do {
            _ = try ByteLevelTokenizer(files: example.bytes)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test(
        "A setting of tokenizer.json that would give other ids is refused by its name",
        arguments: [
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 behavior", "\"Contiguous\""),
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 behavior", "\"Removed\""),
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 pattern Regex", "\"\\\\s+\""),
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 pattern", "{\"String\":\" \"}"),
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 type", "\"Digits\""),
            ("tok-split-openai", "pre_tokenizer pretokenizers 0 invert", "null"),
            ("tok-split-openai", "pre_tokenizer pretokenizers 1 add_prefix_space", "true"),
            ("tok-split-openai", "pre_tokenizer pretokenizers 1 type", "\"Metaspace\""),
            ("tok-split-openai", "pre_tokenizer pretokenizers 2", "{\"type\":\"Digits\"}"),
            ("tok-pre-sequence-one", "pre_tokenizer pretokenizers 0 use_regex", "false"),
            ("tok-pre-sequence-one", "pre_tokenizer pretokenizers", "[]"),
            ("tok-pre-sequence-one", "pre_tokenizer pretokenizers", "null"),
            ("tok-pre-sequence-one", "pre_tokenizer type", "\"BertPreTokenizer\""),
            ("tok-template-identity", "post_processor single 0 Sequence id", "\"B\""),
            ("tok-template-identity", "post_processor single 0 Sequence id", "\"C\""),
            ("tok-template-identity", "post_processor single 0 Sequence type_id", "-1"),
            ("tok-template-identity", "post_processor single", "[]"),
            ("tok-template-identity", "post_processor single", "null"),
            ("tok-template-identity", "post_processor single 0", "{\"Other\":{}}"),
            (
                "tok-template-identity", "post_processor single 1",
                "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"
            ),
            (
                "tok-template-identity", "post_processor pair 0",
                "{\"SpecialToken\":{\"id\":7,\"type_id\":0}}"
            ),
            ("tok-template-identity", "post_processor special_tokens", "null"),
            ("tok-template-identity", "post_processor type", "\"RobertaProcessing\""),
            (
                "both-bos-template", "post_processor special_tokens <|endoftext|> ids", "[1,2]"
            ),
            ("both-bos-template", "post_processor special_tokens <|endoftext|> tokens", "[1]"),
            ("both-bos-template", "post_processor special_tokens <|endoftext|>", "null"),
            ("tok-unk-token", "model dropout", "0.1"),
            ("tok-unk-token", "normalizer", "{\"type\":\"Prepend\",\"prepend\":\" \"}"),
            (
                "tok-unk-token", "normalizer",
                "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFKC\"}]}"
            ),
            ("tok-unk-token", "truncation", "{\"max_length\":0}"),
            (
                "tok-unk-token", "truncation",
                """
                {"direction":"Right","max_length":8,"strategy":"LongestFirst","stride":9}
                """
            ),
            (
                "tok-unk-token", "padding",
                """
                {"strategy":{"Fixed":8},"direction":"Right","pad_to_multiple_of":null,"pad_id":1,
                "pad_type_id":0,"pad_token":"a"}
                """
            ),
            (
                "tok-unk-token", "padding",
                """
                {"strategy":"BatchLongest","direction":"Right","pad_to_multiple_of":8,"pad_id":1,
                "pad_type_id":0,"pad_token":"a"}
                """
            ),
            ("tok-pad-added", "added_tokens 1 id", "299"),
            ("tok-pad-added", "added_tokens 1 id", "5"),
            ("tok-pad-added", "added_tokens 1 single_word", "true"),
            ("tok-pad-added", "added_tokens 1 content", "\"\""),
            ("tok-pad-added", "added_tokens 1 content", "\"hello\""),
            ("tok-pad-added", "added_tokens 1 normalized", "null"),
            ("tok-pad-added", "added_tokens", "null"),
        ])
    func settings(id: String, path: String, value: String) throws {
        let value = try JSONParser.parse(Array(value.utf8), byteCountMax: 1 << 16)
        let message = try refusal(of: id) { example in
            let keys = path.split(separator: " ").map(String.init)
            let place = example.files.firstIndex { $0.name == .tokenizer }!
            example.files[place].value = example.files[place].value.setting(keys[...], to: value)
        }
        let key = path.split(separator: " ")[0]
        #expect(message.hasPrefix("tokenizer.json: \(key)"), "\(message)")
    }

    @Test(
        "What the small files say is heeded or refused by its name",
        arguments: [
            ("tokenizer_config.json", "{\"add_prefix_space\":true}", "add_prefix_space"),
            ("tokenizer_config.json", "{\"add_prefix_space\":null}", "add_prefix_space"),
            ("tokenizer_config.json", "{\"add_bos_token\":true}", "add_bos_token"),
            ("tokenizer_config.json", "{\"add_eos_token\":true}", "add_eos_token"),
            (
                "tokenizer_config.json", "{\"tokenizer_class\":\"Qwen2Tokenizer\"}",
                "normalizer: expected NFC, which Qwen2Tokenizer does"
            ),
            ("tokenizer_config.json", "{\"tokenizer_class\":7}", "tokenizer_class"),
            ("tokenizer_config.json", "{\"split_special_tokens\":true}", "split_special_tokens"),
            ("tokenizer_config.json", "{\"do_lower_case\":true}", "do_lower_case"),
            ("tokenizer_config.json", "{\"auto_map\":{}}", "auto_map"),
            ("tokenizer_config.json", "{\"a_new_key\":1}", "a_new_key"),
            ("tokenizer_config.json", "{\"vocab\":null}", "vocab"),
            ("tokenizer_config.json", "{\"init_inputs\":[1]}", "init_inputs"),
            ("tokenizer_config.json", "{\"padding_side\":\"top\"}", "padding_side"),
            ("tokenizer_config.json", "{\"model_max_length\":\"8\"}", "model_max_length"),
            ("tokenizer_config.json", "{\"pad_token\":7}", "pad_token"),
            ("tokenizer_config.json", "{\"pad_token\":{\"content\":\"x\"}}", "pad_token.__type"),
            ("tokenizer_config.json", "{\"pad_token\":\"\"}", "pad_token"),
            (
                "tokenizer_config.json", "{\"errors\":{\"__type\":\"AddedToken\"}}", "errors"
            ),
            ("tokenizer_config.json", "{\"extra_special_tokens\":[7]}", "extra_special_tokens[0]"),
            ("tokenizer_config.json", "{\"extra_special_tokens\":7}", "extra_special_tokens"),
            (
                "tokenizer_config.json", "{\"extra_special_tokens\":{\"a\":7}}",
                "extra_special_tokens"
            ),
            (
                "tokenizer_config.json",
                "{\"extra_special_tokens\":[\"x\"],\"additional_special_tokens\":[\"y\"]}",
                "additional_special_tokens[0]"
            ),
            ("tokenizer_config.json", "{\"added_tokens_decoder\":null}", "added_tokens_decoder"),
            (
                "tokenizer_config.json",
                "{\"added_tokens_decoder\":{\"0294\":{\"content\":\"<|pad|>\"}}}",
                "added_tokens_decoder.\\\"0294\\\""
            ),
            (
                "tokenizer_config.json",
                "{\"added_tokens_decoder\":{\"294\":{\"content\":\"<|pad|>\",\"lstrip\":true}}}",
                "added_tokens[1]"
            ),
            ("tokenizer_config.json", "{\"added_tokens_decoder\":{}}", "added_tokens[1]"),
            ("tokenizer_config.json", "[]", "value"),
            ("special_tokens_map.json", "{\"cls_token\":{\"content\":7}}", "cls_token.content"),
            ("special_tokens_map.json", "{\"image_token\":\"<image>\"}", "image_token"),
            (
                "tokenizer_config.json",
                "{\"image_token\":\"x\",\"extra_special_tokens\":{\"image_token\":\"y\"}}",
                "extra_special_tokens.image_token"
            ),
            (
                "tokenizer_config.json",
                "{\"model_specific_special_tokens\":{\"pad_token\":\"y\"}}",
                "model_specific_special_tokens.pad_token"
            ),
            ("special_tokens_map.json", "{\"image\":\"<image>\"}", "image"),
            (
                "special_tokens_map.json",
                "{\"additional_special_tokens\":[{\"content\":\"x\"}]}",
                "additional_special_tokens[0]"
            ),
            ("added_tokens.json", "{\"<|pad|>\":295}", "<|pad|>"),
            ("added_tokens.json", "{\"<|pad|>\":-1}", "<|pad|>"),
            ("added_tokens.json", "{\"hello\":300}", "hello"),
            ("config.json", "{\"tokenizer_class\":\"BertTokenizer\"}", "tokenizer_class"),
        ])
    func smallFiles(file: String, text: String, key: String) throws {
        let message = try refusal(of: "tok-pad-added") { example in
            try example.add(TokenizerFileName(rawValue: file)!, text)
        }
        #expect(message.hasPrefix(file) || message.hasPrefix("tokenizer.json"), "\(message)")
        #expect(message.contains(key.replacing("\\\"", with: "\"")), "\(message)")
    }

    @Test("Two small files that contradict each other are refused")
    func contradictions() throws {
        let map = try refusal(of: "tok-pad-added") { example in
            try example.add(.configuration, "{\"pad_token\":\"<|pad|>\"}")
            try example.add(.specialTokensMap, "{\"pad_token\":\"<|user|>\"}")
        }
        #expect(
            map == "special_tokens_map.json: pad_token: expected what tokenizer_config.json says, "
                + "got something else")
        let passedOver = try refusal(of: "added-tokens-json") { example in
            try example.add(.addedTokens, "{\"<|pad|>\":294,\"<|other|>\":296}")
        }
        #expect(passedOver.hasPrefix("added_tokens.json: \"<|other|>\""), "\(passedOver)")
        let flags = try refusal(of: "config-prefix-space") { example in
            try example.add(
                .configuration,
                """
                {"pad_token":"[PAD]","cls_token":{"__type":"AddedToken","content":"[PAD]",
                "lstrip":true,"special":true}}
                """)
        }
        #expect(flags.hasPrefix("tokenizer_config.json: cls_token: expected the lstrip"))
        let spaces = try refusal(of: "tok-pad-added") { example in
            example.set(.tokenizer, "added_tokens", "0", "rstrip", to: .boolean(true))
            example.set(.tokenizer, "added_tokens", "1", "content", to: .string(" pad"))
        }
        #expect(spaces.contains("no white space at its start beside a token with rstrip"))
        let template = try refusal(of: "config-prefix-space") { example in
            try example.add(.configuration, "{\"add_bos_token\":true,\"bos_token\":\"a b\"}")
        }
        #expect(template.hasPrefix("tokenizer_config.json: bos_token: expected ASCII"))
    }

    @Test("The two forms of a tokenizer say the same, or the folder is refused")
    func bothForms() throws {
        func refusal(_ change: (inout TokenizerFiles) -> Void) throws -> String {
            var files = try TokenizerCase.named("both-added-tokens").bytes
            change(&files)
            do {
                _ = try ByteLevelTokenizer(files: files)
                return "accepted"
            } catch {
                return error.description
            }
        }
        let example = try TokenizerCase.named("both-added-tokens")
        let vocabulary = String(decoding: example.vocabularyFile, as: UTF8.self)
        func changed(_ old: String, _ new: String) -> [UInt8] {
            Array(vocabulary.replacing(old, with: new).utf8)
        }
        #expect(try refusal { _ in } == "accepted")
        #expect(try refusal { $0[.merges] = nil } == "accepted")
        #expect(try refusal { $0[.vocabulary] = nil } == "accepted")
        // The added token may stand in one form only.
        #expect(
            try refusal { $0[.vocabulary] = changed(",\"<|endoftext|>\":293", "") } == "accepted")
        for (old, new, key) in [
            ("\"hello\":274", "\"hellp\":274", "\"hellp\""),
            ("\"hello\":274", "\"hello\":275", "\"hello\""),
            ("\"hello\":274,", "", "tokens"),
            ("\"<|endoftext|>\":293", "\"<|endoftext|>\":293,\"zzz\":294", "\"zzz\""),
        ] {
            #expect(
                try refusal { $0[.vocabulary] = changed(old, new) }
                    == "vocab.json: \(key): expected what tokenizer.json says, got something else")
        }
        #expect(
            try refusal { $0[.merges]?.removeLast(example.mergesFile.count - 30) }
                .hasPrefix("merges.txt: "))
        #expect(
            try refusal { $0[.merges] = Array("#version: 0.2\nh e\n".utf8) }
                == "merges.txt: lines: expected what tokenizer.json says, got something else")
        #expect(
            try refusal {
                $0[.tokenizer] = nil
                $0[.configuration] = nil
                $0[.merges] = nil
            }
                == "tokenizer: expected tokenizer.json, or vocab.json and merges.txt, got no "
                + "tokenizer.json, no merges.txt")
        #expect(
            try refusal { $0[.tokenizer] = nil }.hasPrefix(
                "tokenizer_config.json: tokenizer_class: expected GPT2Tokenizer"))
        // A model of type qwen2 has another class than the one that the other file names.
        #expect(try refusal { $0[.model] = Array("{".utf8) }.hasPrefix("config.json: "))
        #expect(try refusal { $0[.model] = Array("{\"model_type\":7}".utf8) } == "accepted")
        #expect(
            try refusal { $0[.model] = Array("{\"model_type\":\"qwen2\"}".utf8) }
                .hasPrefix("tokenizer.json: normalizer: expected NFC"))
    }

    @Test("A text that tokenizer.json's truncation would cut is refused")
    func truncation() throws {
        var example = try TokenizerCase.named("tok-unk-token")
        let truncation = """
            {"direction":"Right","max_length":4,"strategy":"LongestFirst","stride":0}
            """
        example.set(
            .tokenizer, "truncation",
            to: try JSONParser.parse(Array(truncation.utf8), byteCountMax: 1000))
        let tokenizer = try ByteLevelTokenizer(files: example.bytes)
        #expect(try tokenizer.encode(Array("wxyz".utf8)).count == 4)
        #expect(throws: TokenizerError.textTooLong(limitTokens: 4, gotTokens: 5)) {
            try tokenizer.encode(Array("wxyzw".utf8))
        }
    }
}
