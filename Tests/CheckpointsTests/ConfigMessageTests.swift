import Checkpoints
import Encodings
import Foundation
import Platform
import TestSupport
import Testing

@Suite("Messages of refused config.json and manifest.json files")
struct ConfigMessageTests {
    private func message(config change: (inout SmallModel) -> Void) throws -> String? {
        var model = SmallModel()
        change(&model)
        let folder = try model.written()
        do {
            _ = try Checkpoint.load(folder: folder.path)
            return nil
        } catch let error as CheckpointError {
            return error.description.replacingOccurrences(of: folder.path + "/", with: "")
        }
    }

    private static let activations =
        "\"gelu_new\" or \"gelu_pytorch_tanh\" or \"gelu_python_tanh\" or \"gelu_fast\" or "
        + "\"gelu_accurate\""
    private static let epsilons =
        "0 to less than 2^-16, which the integers do not tell from 0"

    @Test(
        "Each key of config.json that disagrees is refused with what was expected and got",
        arguments: [
            ("model_type", "1", "\"gpt2\" or \"qwen2\", got the number 1"),
            ("model_type", "\"gpt2 \"", "\"gpt2\" or \"qwen2\", got the string \"gpt2 \""),
            ("activation_function", "null", "\(Self.activations), got null"),
            ("activation_function", "\"gelu\"", "\(Self.activations), got the string \"gelu\""),
            ("scale_attn_weights", "false", "true, got false"),
            ("scale_attn_weights", "1", "true, got the number 1"),
            ("scale_attn_by_inverse_layer_idx", "1", "false, got the number 1"),
            ("add_cross_attention", "true", "false, got true"),
            ("add_cross_attention", "null", "false, got null"),
            ("n_inner", "255", "256 or null, got the number 255"),
            ("n_inner", "256.0", "256 or null, got the number 256.0"),
            ("hidden_size", "128", "64, as n_embd says, got the number 128"),
            ("pruned_heads", "{\"0\": [1]}", "none, got an object"),
            ("quantization_config", "{}", "none, got an object"),
            ("layer_norm_epsilon", "0.001", "\(Self.epsilons), got the number 0.001"),
            ("layer_norm_epsilon", "null", "\(Self.epsilons), got null"),
            ("n_layer", "1.0", "an integer, got the number 1.0"),
            ("n_embd", "1e2", "an integer, got the number 1e2"),
            ("n_head", "true", "an integer, got true"),
            ("n_positions", "-0", "an integer, got the number -0"),
            ("vocab_size", "[256]", "an integer, got an array"),
            ("vocab_size", "9223372036854775808", "an integer, got the number 9223372036854775808"),
        ])
    func keys(key: String, text: String, expected: String) throws {
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 99)
        let message = try message { model in
            model.config.removeAll { $0.0 == key }
            model.config.append((key, value))
        }
        #expect(message == "config.json: \(key): expected \(expected)")
    }

    @Test(
        "Sizes out of range are refused with their limit, the smallest and largest integers too",
        arguments: [
            ("n_layer", "layers", 512), ("n_embd", "width", 32_768), ("n_head", "heads", 32_768),
            ("vocab_size", "vocabulary", 1_000_000), ("n_positions", "context", 4096),
        ])
    func sizes(key: String, what: String, limit: Int) throws {
        for got in [0, -1, limit + 1, .max, .min] {
            let message = try message { model in
                model.config.removeAll { $0.0 == key }
                model.config.append((key, .integer(got)))
            }
            #expect(message == "config.json: \(what): expected 1 to \(limit), got \(got)")
        }
    }

    @Test(
        "A head width other than 64 is refused", arguments: [(64, 2), (128, 1), (96, 1), (63, 1)])
    func headWidth(width: Int, headCount: Int) throws {
        let message = try message { model in
            model.config.removeAll { $0.0 == "n_embd" || $0.0 == "n_head" }
            model.config += [("n_embd", .integer(width)), ("n_head", .integer(headCount))]
        }
        #expect(
            message == "config.json: head width: expected 64, got a width of \(width) "
                + "over \(headCount) heads")
    }

    @Test("Keys that agree, or that the engine does not ask for, change nothing")
    func accepted() throws {
        let message = try message { model in
            model.config += [
                ("scale_attn_weights", .boolean(true)), ("n_inner", .null), ("n_ctx", .integer(4)),
                ("scale_attn_by_inverse_layer_idx", .boolean(false)),
                ("add_cross_attention", .boolean(false)), ("é", .array([.null])),
            ]
            model.config.removeAll { $0.0 == "model_type" || $0.0 == "activation_function" }
        }
        #expect(message == nil)
    }

    @Test("A config.json that is no strict JSON, or too long, is refused before it is used")
    func documents() throws {
        let folder = try SmallModel().written()
        let path = folder.path + "/config.json"
        for (bytes, message) in [
            ([], "byte 0: expected a value, got the end of the text"),
            ([0x7B, 0x22, 0xFF, 0x22], "byte 2: expected UTF-8, got bytes that are not"),
            (Array("{\"a\":1,\"a\":1}".utf8), "byte 7: expected each key once, got \"a\" again"),
            (Array("{\"a\":NaN}".utf8), "byte 5: expected a value, got 'N'"),
            (Array("null".utf8), "value: expected an object, got null"),
            (
                Array(String(repeating: "[", count: 200_000).utf8),
                "byte 64: expected at most 64 levels of nesting, got one more"
            ),
        ] as [([UInt8], String)] {
            try WholeFile.write(bytes, to: path)
            #expect {
                try Checkpoint.load(folder: folder.path)
            } throws: { "\($0)" == path + ": " + message }
        }
        try WholeFile.write([UInt8](repeating: 0x20, count: 1 << 20 + 1), to: path)
        #expect(
            throws: PlatformError.tooLarge(path: path, limitBytes: 1 << 20, gotBytes: 1 << 20 + 1)
        ) { try Checkpoint.load(folder: folder.path) }
    }

    /// The message with which a sound manifest is refused once `old` in it is `new`.
    private func manifestMessage(_ old: String, _ new: String) throws -> String? {
        let digest = String(repeating: "0a", count: 32)
        let sound = """
            {"name":"n","source":"s","revision":"r","licence":"l","shape":{"layers":1,"width":64,\
            "heads":1,"vocabulary":256,"context":4},"integer_weights_hash":"\(digest)","files":\
            [{"name":"f","bytes":0,"sha256":"\(digest)"}],"synthesis":{"seed":"s","wide":false}}
            """
        let parts = sound.split(
            separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(old)")
        do throws(CheckpointError) {
            _ = try ModelManifest(json: Array(parts.joined(separator: new).utf8), file: "m")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("Every part of a manifest is refused by its path where it is missing or mistyped")
    func manifest() throws {
        #expect(try manifestMessage("\"n\"", "\"n\"") == nil)
        let hex = "expected 64 lower-case hex digits, got the string"
        let zeros = String(repeating: "0a", count: 20)
        for (old, new, expected) in [
            ("\"name\":\"n\"", "\"name\":1", "name: expected a string, got the number 1"),
            ("\"source\":\"s\",", "", "source: expected a string, got nothing"),
            ("\"r\"", "null", "revision: expected a string, got null"),
            ("\"licence\"", "\"license\"", "licence: expected a string, got nothing"),
            ("\"shape\":{", "\"shape\":1,\"x\":{", "shape: expected an object, got the number 1"),
            (
                "\"layers\":1", "\"layers\":-1",
                "shape.layers: expected an integer from 0, got the number -1"
            ),
            (
                "\"width\":64", "\"width\":64.0",
                "shape.width: expected an integer from 0, got the number 64.0"
            ),
            ("\"heads\":1,", "", "shape.heads: expected an integer from 0, got nothing"),
            (
                "\"vocabulary\":256", "\"vocabulary\":\"\"",
                "shape.vocabulary: expected an integer from 0, got the string \"\""
            ),
            ("\"context\":4", "\"context\":4097", "context: expected 1 to 4096, got 4097"),
            (
                "\"integer_weights_hash\":\"0a", "\"integer_weights_hash\":\"0A",
                "integer_weights_hash: \(hex) \"0A\(zeros.dropFirst(2))\"…"
            ),
            (
                "\"files\":[", "\"files\":{},\"x\":[",
                "files: expected an array of at most 256 files, got an object"
            ),
            (
                "{\"name\":\"f\"", "1,{\"name\":\"f\"",
                "files[0].name: expected a string, got nothing"
            ),
            (
                "\"bytes\":0", "\"bytes\":-1",
                "files[0].bytes: expected an integer from 0, got the number -1"
            ),
            (
                "\"bytes\":0", "\"bytes\":17592186044417",
                "files[0].bytes: expected 0 to 17592186044416, got the number 17592186044417"
            ),
            (
                "\"sha256\":\"0a", "\"sha256\":\"",
                "files[0].sha256: \(hex) \"\(zeros)\"…"
            ),
            (
                "\"synthesis\":{", "\"synthesis\":[],\"x\":{",
                "synthesis: expected an object, got an array"
            ),
            ("\"seed\":\"s\"", "\"seed\":0", "synthesis.seed: expected a string, got the number 0"),
            (
                "\"wide\":false", "\"wide\":0",
                "synthesis.wide: expected true or false, got the number 0"
            ),
        ] {
            #expect(try manifestMessage(old, new) == "m: " + expected)
        }
    }

    @Test("A pinned file is named by one plain name: no folder, no dot first, no NUL, no disguise")
    func pinnedNames() throws {
        for name in [
            "", ".", "..", ".f", "/f", "a/b", "a/", "a/\u{301}b", "/\u{301}f", ".\u{301}f", "a\0b",
        ] {
            let text = JSONValue.string(name).compactText
            #expect(
                try manifestMessage("\"name\":\"f\"", "\"name\":\(text)")
                    == "m: files[0].name: expected a plain file name, got the string \(text)",
                "\(text)")
        }
    }
}
