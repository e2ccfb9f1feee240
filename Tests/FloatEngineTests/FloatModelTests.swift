import Checkpoints
import FloatEngine
import Foundation
import Platform
import Tensors
import Testing

@Suite("Models for float passes")
struct FloatModelTests {
    /// The rows of a small model whose configuration was edited.
    private func rows(
        _ form: ModelForm, key: String, value: String?
    ) throws -> [[Double]] {
        try Folder.withTemporary(prefix: "glyphlab-float") { folder in
            try SyntheticModel(seed: "float", form: form).write(toFolder: folder)
            let file = Folder.path(folder, ModelFolder.configurationName)
            let text = String(
                decoding: try WholeFile.read(file, byteCountMax: 1 << 20), as: UTF8.self)
            // A key stands once.
            var lines = text.split(separator: "\n").filter { !$0.contains("\"\(key)\"") }
            if let value { lines.insert("  \"\(key)\": \(value),", at: 1) }
            try WholeFile.write(Array(lines.joined(separator: "\n").utf8), to: file)
            let model = try FloatModel(folder: folder)
            return try model.rows(
                of: [1, 7, 30, 2], heads: model.heads(salt: "salt"), order: .seq)
        }
    }

    private static let gpt2 = Result {
        try ModelForm.gpt2(
            layerCount: 2, width: 32, headCount: 4, vocabularyCount: 48, contextTokenCount: 16)
    }
    private static let qwen2 = Result {
        try ModelForm.qwen2(
            layerCount: 2, width: 32, headCount: 4, keyValueHeadCount: 2, headWidth: 64,
            hiddenWidth: 24, vocabularyCount: 48, contextTokenCount: 16, rotaryBase: 1_000_000)
    }

    @Test("The epsilon of norms is the configuration's, or else transformers' own")
    func epsilon() throws {
        for (form, key, own, other) in [
            (try Self.gpt2.get(), "layer_norm_epsilon", "1e-5", "1.5e-5"),
            (try Self.qwen2.get(), "rms_norm_eps", "1e-6", "1.0001e-06"),
        ] {
            let absent = try rows(form, key: key, value: nil)
            #expect(absent.count == 6 && absent.allSatisfy { $0.count == 4 })
            #expect(try rows(form, key: key, value: own) == absent)
            #expect(try rows(form, key: key, value: other) != absent)
        }
    }

    @Test("The base of rotary positions is the configuration's")
    func base() throws {
        let form = try Self.qwen2.get()
        let own = try rows(form, key: "rope_theta", value: "1e6")
        #expect(try rows(form, key: "rope_theta", value: nil) != own)
        #expect(
            try rows(form, key: "rope_theta", value: nil)
                == rows(form, key: "rope_theta", value: "10000.0"))
    }

    @Test(
        "A configuration that a pass does not compute is refused",
        arguments: [
            ("n_inner", "100"), ("activation_function", "\"relu\""), ("n_head", "5"),
            ("n_head", "0"), ("layer_norm_epsilon", "-1e-5"), ("layer_norm_epsilon", "\"1e-5\""),
            ("model_type", "\"llama\""), ("model_type", "\"qwen2\""), ("n_embd", "1e400"),
            ("vocab_size", "4611686018427387904"), ("scale_attn_weights", "false"),
        ])
    func refused(_ key: String, _ value: String) throws {
        #expect(throws: CheckpointError.self) {
            try rows(Self.gpt2.get(), key: key, value: value)
        }
    }

    @Test("More heads than a list of operations is made for are refused, not trapped on")
    func heads() throws {
        let form = try ModelForm.gpt2(
            layerCount: 1, width: 16_384, headCount: 8_192, vocabularyCount: 2,
            contextTokenCount: 4)
        #expect(throws: ShapeError.outOfRange("heads", got: 8_192, limit: 512)) {
            try form.floatOperations()
        }
    }
}
