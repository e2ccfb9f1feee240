import Checkpoints
import Encodings
import Foundation
import TestSupport
import Testing

/// `config.json` of Qwen2's form, each key by its effect.
@Suite("Configurations of Qwen2's form")
struct Qwen2ConfigurationTests {
    /// The form under a change; the refusal behind `config.json: ` where there is one.
    private func form(_ changes: [(String, String?)]) throws -> Result<ModelForm, Refusal> {
        var model = SmallQwen2.model()
        for (key, text) in changes {
            model.config.removeAll { $0.0 == key }
            if let text {
                let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 999)
                model.config.append((key, value))
            }
        }
        let folder = try model.written()
        do {
            return .success(try Checkpoint.form(folder: folder.path))
        } catch let error as CheckpointError {
            let text = error.description.split(separator: "config.json: ").last ?? ""
            return .failure(Refusal(text: String(text)))
        }
    }

    private struct Refusal: Error, Equatable {
        let text: String
    }

    private static func plain(
        keys: Int = 1, headWidth: Int = 64, context: Int = 8, base: Int = 1_000_000,
        isTied: Bool = true
    ) throws -> ModelForm {
        try .qwen2(
            layerCount: 2, width: 32, headCount: 2, keyValueHeadCount: keys, headWidth: headWidth,
            hiddenWidth: 24, vocabularyCount: 48, contextTokenCount: context, rotaryBase: base,
            isOutputTied: isTied)
    }

    @Test("What says the same in other words, or has no effect on attention, changes nothing")
    func same() throws {
        let plain = try Self.plain()
        for changes in [
            [("hidden_act", nil)], [("hidden_act", "\"swish\"")], [("rms_norm_eps", "1e-06")],
            [("rms_norm_eps", "0.0000010")], [("rms_norm_eps", "10E-7")],
            [("rms_norm_eps", "9.999999974752427e-07")], [("rms_norm_eps", "1.0001e-6")],
            [("rope_theta", "1000000.0")], [("rope_theta", "1e6")],
            [("rope_theta", nil), ("rope_parameters", "{\"rope_theta\":1000000.0}")],
            [("rope_theta", nil), ("rope_scaling", "{\"rope_theta\":1e6,\"type\":\"default\"}")],
            [("rope_parameters", "{\"rope_theta\":1e6,\"rope_type\":\"default\"}")],
            [("rope_scaling", "null"), ("rope_parameters", "null")],
            [("rope_scaling", "{}"), ("partial_rotary_factor", "1.0")],
            [("rope_scaling", "{\"rope_type\":\"default\",\"factor\":4}")],
            [("use_sliding_window", nil)], [("sliding_window", "null")],
            [("max_window_layers", "0")], [("layer_types", "null")],
            [("layer_types", "[\"full_attention\",\"full_attention\"]")],
            [("attention_dropout", "0.5")], [("quantization_config", "null")],
            [("use_mrope", "false")], [("per_layer_config", "{}")],
            [("torch_dtype", "\"float16\"")],
        ] as [[(String, String?)]] {
            #expect(try form(changes) == .success(plain), "\(changes)")
        }
    }

    @Test("What says something else is read so")
    func other() throws {
        for (changes, expected) in [
            ([("num_key_value_heads", nil)], try Self.plain(keys: 2)),
            ([("num_key_value_heads", "null")], try Self.plain(keys: 2)),
            ([("head_dim", "128")], try Self.plain(headWidth: 128)),
            ([("rope_theta", nil)], try Self.plain(base: 10_000)),
            ([("rope_theta", "2")], try Self.plain(base: 2)),
            ([("rope_theta", "1099511627776")], try Self.plain(base: 1 << 40)),
            ([("max_position_embeddings", "4096")], try Self.plain(context: 4096)),
            ([("max_position_embeddings", "32768")], try Self.plain(context: 4096)),
            ([("max_position_embeddings", "\(Int.max)")], try Self.plain(context: 4096)),
            ([("tie_word_embeddings", "false")], try Self.plain(isTied: false)),
            ([("tie_word_embeddings", nil)], try Self.plain(isTied: false)),
        ] as [([(String, String?)], ModelForm)] {
            #expect(try form(changes) == .success(expected), "\(changes)")
        }
        for text in ["null", nil] {
            let wide = try form([("head_dim", text), ("hidden_size", "128")])
            #expect(try wide.get().headWidth == 64 && wide.get().width == 128)
            // Rounded down, as transformers has it.
            #expect(try form([("head_dim", text), ("hidden_size", "129")]).get().headWidth == 64)
        }
    }

    @Test(
        "What would change attention, or cannot be, is refused with what was expected and got",
        arguments: [
            ("hidden_act", "\"gelu\"", "\"silu\" or \"swish\", got the string \"gelu\""),
            ("rms_norm_eps", "1e-5", "1e-6, got the number 1e-5"),
            ("rms_norm_eps", "9.9989e-7", "1e-6, got the number 9.9989e-7"),
            ("rms_norm_eps", "1.00013e-6", "1e-6, got the number 1.00013e-6"),
            ("rms_norm_eps", "-1e-6", "1e-6, got the number -1e-6"),
            ("rms_norm_eps", "0", "1e-6, got the number 0"),
            ("rms_norm_eps", "\"1e-6\"", "1e-6, got the string \"1e-6\""),
            ("rope_theta", "1", "a whole number from 2 to 2^40, got the number 1"),
            ("rope_theta", "10000.5", "a whole number from 2 to 2^40, got the number 10000.5"),
            (
                "rope_theta", "1099511627777",
                "a whole number from 2 to 2^40, got the number 1099511627777"
            ),
            ("rope_theta", "1e99", "a whole number from 2 to 2^40, got the number 1e99"),
            ("rope_theta", "-1e6", "a whole number from 2 to 2^40, got the number -1e6"),
            ("rope_theta", "null", "a whole number from 2 to 2^40, got null"),
            ("rope_scaling", "\"linear\"", "an object, got the string \"linear\""),
            ("use_sliding_window", "true", "false, got true"),
            ("use_sliding_window", "null", "false, got null"),
            ("layer_types", "[]", "\"full_attention\" for each of the layers, got an array"),
            (
                "layer_types", "[\"full_attention\",\"sliding_attention\"]",
                "\"full_attention\" for each of the layers, got an array"
            ),
            ("per_layer_config", "{\"0\":{}}", "none, got an object"),
            ("quantization_config", "{}", "none, got an object"),
            ("partial_rotary_factor", "0.5", "1 or null, got the number 0.5"),
            ("num_hidden_layers", "2.0", "an integer, got the number 2.0"),
            ("num_key_value_heads", "\"1\"", "an integer, got the string \"1\""),
            ("model_type", "\"qwen3\"", "\"gpt2\" or \"qwen2\", got the string \"qwen3\""),
        ])
    func refused(key: String, text: String, expected: String) throws {
        #expect(
            try form([(key, text)])
                == .failure(Refusal(text: "\(key): expected \(expected)")))
    }

    @Test("The parts of rotary parameters are refused by their paths")
    func rotary() throws {
        for (section, message) in [
            (
                "{\"rope_type\":\"yarn\"}",
                ".rope_type: expected \"default\", got the string \"yarn\""
            ),
            ("{\"type\":\"linear\"}", ".type: expected \"default\", got the string \"linear\""),
            ("{\"rope_type\":null}", ".rope_type: expected \"default\", got null"),
            (
                "{\"rope_theta\":10000}",
                ".rope_theta: expected 1000000, as another key says, "
                    + "got the number 10000"
            ),
            (
                "{\"full_attention\":{}}",
                ".full_attention: expected no parameters by kinds of layers, got an object"
            ),
            (
                "{\"partial_rotary_factor\":0.25}",
                ".partial_rotary_factor: expected 1 or null, "
                    + "got the number 0.25"
            ),
        ] {
            for key in ["rope_parameters", "rope_scaling"] {
                #expect(try form([(key, section)]) == .failure(Refusal(text: key + message)))
            }
        }
    }

    @Test("Sizes out of range, and heads that do not fit, are refused")
    func sizes() throws {
        for (key, text, message) in [
            ("num_hidden_layers", "0", "layers: expected 1 to 512, got 0"),
            ("num_hidden_layers", "\(Int.max)", "layers: expected 1 to 512, got \(Int.max)"),
            ("hidden_size", "-1", "width: expected 1 to 32768, got -1"),
            ("num_attention_heads", "0", "heads: expected 1 to 512, got 0"),
            ("num_attention_heads", "\(Int.min)", "heads: expected 1 to 512, got \(Int.min)"),
            ("head_dim", "96", "head width: expected 64 or 128, got 96"),
            ("head_dim", "0", "head width: expected 64 or 128, got 0"),
            ("head_dim", "null", "head width: expected 64 or 128, got 16"),
            ("num_key_value_heads", "3", "key-value heads: expected 1 to 2, got 3"),
            ("num_key_value_heads", "0", "key-value heads: expected 1 to 2, got 0"),
            ("intermediate_size", "0", "hidden width: expected 1 to 131072, got 0"),
            ("vocab_size", "1000001", "vocabulary: expected 1 to 1000000, got 1000001"),
            ("max_position_embeddings", "0", "context: expected 1 to 4096, got 0"),
        ] {
            #expect(try form([(key, text)]) == .failure(Refusal(text: message)))
        }
        for key in [
            "num_hidden_layers", "hidden_size", "num_attention_heads", "intermediate_size",
            "vocab_size", "max_position_embeddings",
        ] {
            #expect(
                try form([(key, nil)])
                    == .failure(Refusal(text: "\(key): expected an integer, got nothing")))
        }
    }
}
