import Encodings
import TestSupport
import Testing
import Tokenization

@Suite("Spoiled files of Qwen2's tokenizer")
struct Qwen2MutationTests {
    private static let count = Thoroughness.count(20_000, else: 300)

    private static let texts = [
        "Don't you'LL 'ſ <|im_start|>user\n12 (the)\tsilver <|im_end|>  \n\n",
        "e\u{301}\u{327} \u{212B}ngstro\u{308}m \u{1112}\u{1161}\u{11AB}<tool_call>x</tool_call>"
            + "  <|fim_pad|>",
        "<|endoftext|><|im_end|> a <e\u{301}> [PAD] the salt_0a1b 深い\u{3000}\u{A0} 's 't!!!\r\n1",
    ]

    /// Values that people and other versions put into such files.
    private static let values = [
        "null", "true", "false", "0", "1", "1005", "1006", "1027", "-1", "2.5", "4294967296",
        "\"\"",
        "\"NFC\"", "\"NFD\"", "\"NFKC\"", "\"ByteLevel\"", "\"Split\"", "\"Sequence\"", "\"BPE\"",
        "\"Removed\"", "\"MergedWithNext\"", "\"Contiguous\"", "\"<e\u{301}>\"", "\"[PAD]\"",
        "\"the\"", "\"th\"", "\"<|im_end|>\"", "\" a\"", "[]", "{}", "[\"t\",\"h\"]", "\"t h\"",
        "{\"type\":\"NFC\"}", "{\"type\":\"Lowercase\"}",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"NFC\"}]}",
        """
        {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}
        """,
        """
        {"id":1027,"content":"[PAD]","single_word":false,"lstrip":true,"rstrip":false,
        "normalized":true,"special":false}
        """,
        """
        {"type":"Split","pattern":{"Regex":"\\\\p{N}{1,3}"},"behavior":"Isolated","invert":false}
        """,
        """
        {"direction":"Right","max_length":8,"strategy":"LongestFirst","stride":0}
        """,
    ].map { try? Qwen2Files.json($0) }

    private struct Tally {
        var same = 0
        var other = 0
        var refused = 0
        var textsRefused = 0

        var total: Int { same + other + refused }
    }

    /// A change of the document's values, most of them of settings and added tokens.
    private func changed(_ tokenizer: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        var path: [String] = []
        var value = tokenizer
        while true {
            if let members = value.objectValue, let member = members.randomElement(using: &random) {
                path.append(member.key)
                value = member.value
            } else if let elements = value.arrayValue, !elements.isEmpty {
                let index = elements.indices.randomElement(using: &random)!
                path.append(String(index))
                value = elements[index]
            } else {
                break
            }
            if path.count > 1, Int.random(in: 0..<6, using: &random) == 0 { break }
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return tokenizer.setting(path[...], to: nil)
        case 1:
            let name = ["lstrip", "special", "content", "type", "use_regex", "zzz"]
                .randomElement(using: &random)!
            return tokenizer.setting((path.dropLast() + [name])[...], to: value)
        case 2 where value.booleanValue != nil:
            return tokenizer.setting(path[...], to: .boolean(value.booleanValue == false))
        case 3 where value.integerValue != nil:
            let step = [-2, -1, 1, 2].randomElement(using: &random)!
            return tokenizer.setting(path[...], to: .integer(value.integerValue! + step))
        case 4 where value.stringValue != nil:
            var scalars = Array(value.stringValue!.unicodeScalars)
            let place = Int.random(in: 0...scalars.count, using: &random)
            let new: [UnicodeScalar] = ["a", " ", "e", "\u{301}", "Ġ", "<"]
            scalars.insert(new.randomElement(using: &random)!, at: place)
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            return tokenizer.setting(path[...], to: .string(text))
        default:
            return tokenizer.setting(path[...], to: Self.values.randomElement(using: &random)!)
        }
    }

    private func changed(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = bytes.indices.randomElement(using: &random)!
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeSubrange(index...)
            case 1: bytes.remove(at: index)
            case 2: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3: bytes.insert(bytes[index], at: index)
            case 4: bytes[index] = bytes.randomElement(using: &random)!
            default: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            if bytes.isEmpty { return bytes }
        }
        return bytes
    }

    /// The ids of the texts, or the refusal of the file; nil where the text is refused.
    private func ids(_ files: TokenizerFiles) throws -> [[Int32]?] {
        let tokenizer = try ByteLevelTokenizer(files: files)
        return Self.texts.map { try? tokenizer.encode(Array($0.utf8)) }
    }

    /// The tokens that Qwen2's class has by name where no file says others.
    private static let standard = ["<|endoftext|>"]

    private func judge(
        _ files: TokenizerFiles, _ document: JSONValue?, named: [String] = standard,
        _ expected: [[Int32]], _ seed: UInt64, _ tally: inout Tally
    ) throws {
        let got: [[Int32]?]
        do {
            got = try ids(files)
        } catch {
            #expect(error is TokenizerError, "seed \(seed): \(error)")
            tally.refused += 1
            return
        }
        tally.textsRefused += got.count { $0 == nil }
        if got == expected { tally.same += 1 } else { tally.other += 1 }
        let document = try #require(document, "seed \(seed): accepted, and no JSON")
        let reference = try ReferenceQwen2(document, named: named)
        for (text, ids) in zip(Self.texts, got) {
            guard let ids else { continue }
            #expect(ids == reference.encode(text), "seed \(seed): \(text.debugDescription)")
        }
    }

    private func parsed(_ bytes: [UInt8]?) -> JSONValue? {
        bytes.flatMap { try? JSONParser.parse($0, byteCountMax: 1 << 20) }
    }

    private func reference(_ tokenizer: JSONValue) throws -> [[Int32]] {
        Self.texts.map(try ReferenceQwen2(tokenizer, named: Self.standard).encode)
    }

    @Test("Spoiled tokenizer.json: the ids that a slow reading gives, or a refusal")
    func whole() throws {
        var files = try Qwen2Files()
        files.model = try Qwen2Files.json("{\"model_type\":\"qwen2\"}")
        let expected = try ids(files.files).compactMap { $0 }
        let original = files.tokenizer
        let bytes = Array(original.compactText.utf8)
        #expect(try expected == reference(original))
        var tally = Tally()
        for seed in 0..<UInt64(Self.count) {
            var random = SeededGenerator(seed: seed)
            var spoiled = files.files
            if seed.isMultiple(of: 4) {
                spoiled[.tokenizer] = changed(bytes, &random)
            } else {
                var document = original
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    document = changed(document, &random)
                }
                spoiled[.tokenizer] = Array(document.compactText.utf8)
            }
            try judge(spoiled, parsed(spoiled[.tokenizer]), expected, seed, &tally)
        }
        print("tokenizer.json of Qwen2: \(tally)")
        #expect(tally.total == Self.count && tally.same + tally.other > Self.count / 25)
    }

    @Test("Spoiled vocab.json, merges.txt and tokenizer_config.json: the same")
    func pair() throws {
        let files = try Qwen2Files()
        let good = try files.pair()
        let expected = try ids(good).compactMap { $0 }
        #expect(try expected == reference(files.tokenizer))
        var tally = Tally()
        for seed in 0..<UInt64(Self.count) {
            var random = SeededGenerator(seed: seed)
            var spoiled = good
            switch Int.random(in: 0..<5, using: &random) {
            case 0: spoiled[.vocabulary] = changed(good[.vocabulary]!, &random)
            case 1: spoiled[.merges] = changed(good[.merges]!, &random)
            case 2: spoiled[.configuration] = changed(good[.configuration]!, &random)
            case 3: spoiled[.vocabulary] = exchanged(good[.vocabulary]!, between: ",", &random)
            default: spoiled[.merges] = exchanged(good[.merges]!, between: "\n", &random)
            }
            try judge(
                spoiled, document(spoiled), named: named(spoiled), expected, seed, &tally)
        }
        print("vocab.json, merges.txt and tokenizer_config.json of Qwen2: \(tally)")
        #expect(tally.total == Self.count && tally.same + tally.other > Self.count / 10)
    }

    /// The file with two of its parts exchanged, one put away or one doubled.
    private func exchanged(
        _ bytes: [UInt8], between separator: UnicodeScalar, _ random: inout SeededGenerator
    ) -> [UInt8] {
        var parts = bytes.split(
            separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
        let first = parts.indices.randomElement(using: &random)!
        switch Int.random(in: 0..<4, using: &random) {
        case 0: parts.remove(at: first)
        case 1: parts.insert(parts[first], at: first)
        default: parts.swapAt(first, parts.indices.randomElement(using: &random)!)
        }
        return Array(parts.joined(separator: [UInt8(ascii: separator)]))
    }

    /// The special tokens that the configuration names, in the order in which they are added.
    private func named(_ files: TokenizerFiles) -> [String] {
        guard let configuration = parsed(files[.configuration]) else { return Self.standard }
        let names = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"].map { $0 + "_token" }
        let known = names.compactMap { name -> String? in
            let said = configuration.member(name)
            let hasStandard = ["eos_token", "unk_token", "pad_token"].contains(name)
            return said == nil && hasStandard ? Self.standard[0] : said?.stringValue
        }
        let others = configuration.objectValue?.filter {
            $0.key.hasSuffix("_token") && !names.contains($0.key)
        }
        return known + (others ?? []).compactMap(\.value.stringValue)
    }

    /// The document that says what the three files say.
    private func document(_ files: TokenizerFiles) -> JSONValue? {
        guard let vocabulary = parsed(files[.vocabulary]), let merges = files[.merges],
            let decoder = parsed(files[.configuration])?.member("added_tokens_decoder")?.objectValue
        else { return nil }
        let lines = String(decoding: merges, as: UTF8.self).unicodeScalars
            .split(separator: "\n", omittingEmptySubsequences: true).dropFirst()
        let tokens = decoder.map { member in
            JSONValue.object(
                [JSONMember("id", .integer(Int(member.key) ?? -1))]
                    + (member.value.objectValue ?? []))
        }
        return .object([
            JSONMember(
                "model",
                .object([
                    JSONMember("vocab", vocabulary),
                    JSONMember("merges", .array(lines.map { .string(String($0)) })),
                ])), JSONMember("added_tokens", .array(tokens)),
        ])
    }
}
