import Checkpoints
import FloatEngine
import Foundation
import Platform
import Testing

@Suite("Configurations for float passes")
struct FloatConfigurationTests {
    private func shape(_ json: String) throws -> FloatShape {
        try Folder.withTemporary(prefix: "glyphlab-float") { folder in
            try WholeFile.write(Array(json.utf8), to: Folder.path(folder, "config.json"))
            return try FloatModel.shape(folder: folder)
        }
    }

    private static let qwen = """
        {"model_type": "qwen2", "hidden_size": 896, "num_hidden_layers": 24,
        "num_attention_heads": 14, "num_key_value_heads": 2, "intermediate_size": 4864,
        "vocab_size": 151936, "max_position_embeddings": 32768, "rms_norm_eps": 1e-06,
        "use_sliding_window": false, "rope_theta": 1000000.0}
        """

    @Test("Qwen2.5-0.5B's configuration is read, and head_dim wins over the quotient")
    func qwen() throws {
        let shape = try shape(Self.qwen)
        #expect(shape.family == .qwen2 && shape.headWidth == 64 && shape.rotaryBase == 1e6)
        #expect(shape.queryKeyValueWidth == 18 * 64 && shape.epsilon == 1e-6)
        let other = try self.shape(
            Self.qwen.replacing("\"rope_theta\": 1000000.0", with: "\"head_dim\": 48"))
        #expect(other.headWidth == 48 && other.rotaryBase == 10_000)
        let inside = try self.shape(
            Self.qwen.replacing(
                "\"rope_theta\": 1000000.0",
                with: "\"rope_parameters\": {\"rope_theta\": 5000.5, \"rope_type\": \"default\"}"))
        #expect(inside.rotaryBase == 5000.5)
    }

    @Test(
        "A configuration that a pass does not compute is refused",
        arguments: [
            ("\"use_sliding_window\": false", "\"use_sliding_window\": true"),
            ("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3"),
            ("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 28"),
            ("\"num_hidden_layers\": 24", "\"num_hidden_layers\": 0"),
            ("\"hidden_size\": 896", "\"hidden_size\": 1e3"),
            ("\"vocab_size\": 151936", "\"vocab_size\": 4611686018427387904"),
            ("\"intermediate_size\": 4864", "\"intermediate_size\": 1000000000"),
            ("\"rope_theta\": 1000000.0", "\"rope_theta\": -1"),
            ("\"rope_theta\": 1000000.0", "\"rope_scaling\": {\"type\": \"yarn\"}"),
            ("\"rope_theta\": 1000000.0", "\"head_dim\": 63"),
            ("\"model_type\": \"qwen2\"", "\"model_type\": \"llama\""),
            ("\"model_type\": \"qwen2\"", "\"model_type\": \"gpt2\""),
            ("\"model_type\": \"qwen2\"", "\"model_type\": 2"),
            ("\"rope_theta\": 1000000.0", "\"rope_parameters\": {\"rope_theta\": \"1e6\"}"),
            ("\"rope_theta\": 1000000.0", "\"rope_parameters\": {\"rope_theta\": -5}"),
            ("\"rope_theta\": 1000000.0", "\"rope_parameters\": {\"factor\": 4}"),
            ("\"rope_theta\": 1000000.0", "\"rope_parameters\": 7"),
            (
                "\"rope_theta\": 1000000.0",
                "\"rope_theta\": 1000000.0, \"rope_scaling\": {\"rope_theta\": 10000}"
            ),
            ("\"rope_theta\": 1000000.0", "\"partial_rotary_factor\": 0.5"),
            ("\"rope_theta\": 1000000.0", "\"layer_types\": [\"full_attention\"]"),
            ("\"rope_theta\": 1000000.0", "\"quantization_config\": {}"),
        ])
    func refused(place: (String, String)) throws {
        #expect(Self.qwen.contains(place.0))
        #expect(throws: CheckpointError.self) {
            try shape(Self.qwen.replacing(place.0, with: place.1))
        }
    }
}
