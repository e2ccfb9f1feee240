import Encodings
import Foundation
import TestSupport
import Tokenization

/// A small tokenizer in the form of Qwen2's, its files to be changed, and texts with their ids.
struct Qwen2Files {
    struct Example {
        let text: [UInt8]
        /// The text in normalization form C.
        let composed: [UInt8]
        /// Nil where the text holds parts of added tokens.
        let pieces: [[UInt8]]?
        let ids: [Int32]
    }

    var tokenizer: JSONValue
    var configuration: JSONValue?
    var model: JSONValue?
    let examples: [Example]

    /// The sample that stands in the repository.
    init() throws {
        let vectors = try Vectors.load("tokenizer_qwen2")
        try self.init(tokenizer: vectors.at("tokenizer"), vectors: vectors)
    }

    init(tokenizer: JSONValue, vectors: JSONValue) throws {
        self.tokenizer = tokenizer
        examples = try vectors.at("cases").elements().map { example in
            let text = Array(try example.at("text").string().utf8)
            let pieces = try example.member("pieces")?.elements().map {
                Self.bytes(ofLetters: try $0.string())
            }
            let composed = example.member("nfc")?.stringValue.map { Array($0.utf8) }
            return Example(
                text: text, composed: composed ?? text, pieces: pieces,
                ids: try example.at("ids").integers().map { Int32($0) })
        }
    }

    private static let bytes: [UnicodeScalar: UInt8] = {  // looked up, never iterated
        var bytes: [UnicodeScalar: UInt8] = [:]  // looked up, never iterated
        for byte in UInt8.min ... .max {
            bytes[SyntheticTokenizer.text(of: [byte]).unicodeScalars.first!] = byte
        }
        return bytes
    }()

    static func bytes(ofLetters text: String) -> [UInt8] {
        text.unicodeScalars.compactMap { bytes[$0] }
    }

    mutating func set(_ path: String, to value: JSONValue?) {
        tokenizer = tokenizer.setting(path.split(separator: " ").map(String.init)[...], to: value)
    }

    mutating func set(_ path: String, json text: String) throws {
        set(path, to: try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16))
    }

    static func json(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 20)
    }

    // MARK: Files

    var files: TokenizerFiles {
        var files = TokenizerFiles()
        files[.tokenizer] = Array(tokenizer.compactText.utf8)
        files[.configuration] = configuration.map { Array($0.compactText.utf8) }
        files[.model] = model.map { Array($0.compactText.utf8) }
        return files
    }

    /// The same as vocab.json, merges.txt and a tokenizer_config.json with the added tokens.
    func pair() throws -> TokenizerFiles {
        var files = TokenizerFiles()
        let model = try tokenizer.at("model")
        files[.vocabulary] = Array(try model.at("vocab").compactText.utf8)
        let merges = try model.at("merges").elements().map { merge in
            try merge.elements().map { try $0.string() }.joined(separator: " ") + "\n"
        }
        files[.merges] = Array(("#version: 0.2\n" + merges.joined()).utf8)
        let decoder = try tokenizer.at("added_tokens").elements().map { token in
            JSONMember(
                String(try token.at("id").integer()),
                .object(try token.members().filter { $0.key != "id" }))
        }
        files[.configuration] = Array(
            JSONValue.object([
                JSONMember("tokenizer_class", .string("Qwen2Tokenizer")),
                JSONMember("add_prefix_space", .boolean(false)),
                JSONMember("bos_token", .null), JSONMember("unk_token", .null),
                JSONMember("eos_token", .string("<|im_end|>")),
                JSONMember("pad_token", .string("<|endoftext|>")),
                JSONMember("added_tokens_decoder", .object(decoder)),
            ]).compactText.utf8)
        return files
    }
}
