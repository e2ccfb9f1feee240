import Checkpoints
import Encodings
import Foundation
import TestSupport
import Testing

/// Checkpoints as other people's programs write them: what makes no difference to attention is
/// taken, what does is refused.
@Suite("Checkpoints as the field writes them")
struct FieldCheckpointTests {
    static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707
        size 548105171

        """

    private func hash(_ change: (inout SmallModel) -> Void = { _ in }) throws -> String {
        var model = SmallModel()
        change(&model)
        return try hash(of: model.written())
    }

    private func hash(of folder: TemporaryFolder) throws -> String {
        try withExtendedLifetime(folder) {
            try Checkpoint.load(folder: folder.path).integerWeightsHash
        }
    }

    private func refusal(_ change: (inout SmallModel) -> Void) -> String? {
        do {
            _ = try hash(change)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func set(_ key: String, _ text: String) throws -> (inout SmallModel) -> Void {
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 999)
        return { model in
            model.config.removeAll { $0.0 == key }
            model.config.append((key, value))
        }
    }

    // MARK: config.json

    @Test(
        "A setting without effect on attention is taken, whatever it says",
        arguments: [
            ("activation_function", "\"gelu_pytorch_tanh\""),
            ("activation_function", "\"gelu_fast\""),
            ("activation_function", "\"gelu_accurate\""),
            ("activation_function", "\"gelu_python_tanh\""),
            ("n_ctx", "5"), ("n_ctx", "null"), ("n_ctx", "\"x\""),
            ("n_inner", "null"), ("n_inner", "256"),
            ("num_hidden_layers", "1"), ("hidden_size", "64"), ("num_attention_heads", "1"),
            ("max_position_embeddings", "4"),
            ("reorder_and_upcast_attn", "true"), ("tie_word_embeddings", "false"),
            ("scale_attn_by_inverse_layer_idx", "true"),  // of one layer
            ("torch_dtype", "\"float16\""), ("dtype", "\"bfloat16\""), ("attn_pdrop", "0.5"),
            ("summary_type", "\"mean\""), ("summary_activation", "\"tanh\""),
            ("task_specific_params", "{\"text-generation\": {\"do_sample\": true}}"),
            ("pruned_heads", "{}"), ("quantization_config", "null"), ("use_cache", "false"),
            ("architectures", "[\"GPT2Model\"]"), ("transformers_version", "\"5.24.0\""),
            ("id2label", "{\"0\": \"a\"}"), ("pad_token_id", "null"),
        ])
    func withoutEffect(key: String, text: String) throws {
        #expect(try hash(Self.set(key, text)) == hash())
    }

    @Test("The names that all models have stand in for GPT-2's own")
    func aliases() throws {
        let message = refusal { model in
            model.config.removeAll { $0.0 == "n_embd" || $0.0 == "n_layer" }
            model.config += [("hidden_size", .integer(64)), ("num_hidden_layers", .integer(1))]
        }
        #expect(message == nil)
        let absent = refusal { model in model.config.removeAll { $0.0 == "n_embd" } }
        #expect(absent?.hasSuffix("n_embd: expected an integer, got nothing") == true)
    }

    /// 2^-16 = 0.0000152587890625 is one unit of the engine's variance.
    @Test(
        "An epsilon below a unit of the variance is taken, in every spelling",
        arguments: [
            "1e-5", "1E-05", "0.00001", "1e-06", "1e-12", "0", "0.0", "-0.0", "0e999999", "1e-5000",
            "1e-99999999999999999999", "1.5258e-5", "1.52587890624999999e-5", "0.0000152587890624",
            "15.2587890624e-6", "0.15e-4",
        ])
    func epsilonWithout(text: String) throws {
        #expect(try hash(Self.set("layer_norm_epsilon", text)) == hash())
    }

    @Test(
        "An epsilon of a unit or more, or one that is no number, is refused",
        arguments: [
            "1.52587890625e-5", "0.0000152587890625", "0.00001525878906250", "15.2587890625e-6",
            "1.52587890625000000001e-5", "0.00002", "1e-4", "0.001", "1", "1e5", "1e5000",
            "1e99999999999999999999", "-1e-5", "-1e-9", "\"1e-5\"", "null", "[]", "true",
        ])
    func epsilonWith(text: String) throws {
        let message = try refusal(Self.set("layer_norm_epsilon", text))
        #expect(message?.contains("layer_norm_epsilon: expected 0 to less than 2^-16") == true)
    }

    @Test("Attention divided by the layer's number is refused from two layers on")
    func inverseLayers() throws {
        let message = refusal { model in
            model.config.removeAll { $0.0 == "n_layer" }
            model.config += [
                ("n_layer", .integer(2)), ("scale_attn_by_inverse_layer_idx", .boolean(true)),
            ]
        }
        #expect(
            message?.hasSuffix("scale_attn_by_inverse_layer_idx: expected false, got true") == true)
    }

    // MARK: Tensors

    /// What each class of transformers 5.24 saves beside the layers, for two labels.
    private static let heads: [(String, [String: [Int]])] = [
        ("GPT2LMHeadModel, not tied", ["lm_head.weight": [256, 64]]),
        (
            "GPT2DoubleHeadsModel",
            [
                "lm_head.weight": [256, 64], "multiple_choice_head.summary.weight": [1, 64],
                "multiple_choice_head.summary.bias": [1],
            ]
        ),
        ("GPT2ForSequenceClassification", ["score.weight": [2, 64]]),
        ("GPT2ForTokenClassification", ["classifier.weight": [2, 64], "classifier.bias": [2]]),
        ("GPT2ForQuestionAnswering", ["qa_outputs.weight": [2, 64], "qa_outputs.bias": [2]]),
        ("a value head", ["v_head.summary.weight": [1, 64], "v_head.summary.bias": [1]]),
        (
            "mask buffers",
            ["transformer.h.0.attn.bias": [1, 1, 4, 4], "transformer.h.0.attn.masked_bias": []]
        ),
    ]

    @Test("The output heads of every class change nothing", arguments: heads.indices)
    func outputHeads(index: Int) throws {
        let (name, tensors) = Self.heads[index]
        let found = try hash { model in
            for place in model.tensors.indices {
                model.tensors[place].name = "transformer." + model.tensors[place].name
            }
            for name in tensors.keys.sorted() {
                let count = tensors[name]!.reduce(1, *)
                model.tensors.append(
                    .init(
                        name: name, shape: tensors[name]!,
                        bytes: [UInt8](repeating: 0xFF, count: 4 * count)))
            }
        }
        #expect(try found == hash(), "\(name)")
    }

    @Test(
        "A tensor that the engine would have to heed is refused by its name",
        arguments: [
            "lm_head.bias", "score.bias", "h.0.crossattention.c_attn.weight",
            "h.0.ln_cross_attn.bias",
            "h.0.attn.rotary_emb.inv_freq", "module.wte.weight", "_orig_mod.wte.weight",
            "h.0.attn.c_attn.lora_A.weight", "h.0.mlp.c_fc.weight_scale", "classifier.dense.weight",
        ])
    func unknownTensors(name: String) {
        let message = refusal { model in
            model.tensors.append(.init(name: name, shape: [1], bytes: [0, 0, 0, 0]))
        }
        #expect(
            message?.hasSuffix("tensor \"\(name)\": expected only the tensors of GPT-2, got this")
                == true)
    }

    @Test("float64 weights in safetensors are the weights that float32 holds")
    func float64() throws {
        let found = try hash { model in
            for index in model.tensors.indices {
                let bytes = model.tensors[index].bytes
                model.tensors[index].type = "F64"
                model.tensors[index].bytes = stride(from: 0, to: bytes.count, by: 4).flatMap {
                    start in
                    let bits = (0..<4).reduce(UInt32(0)) { sum, place in
                        sum | UInt32(bytes[start + place]) << (8 * UInt32(place))
                    }
                    let wide = Double(Float(bitPattern: bits)).bitPattern
                    return (0..<8).map { UInt8(truncatingIfNeeded: wide >> (8 * UInt64($0))) }
                }
            }
        }
        #expect(try found == hash())
    }

    // MARK: Files

    /// A folder whose `model.safetensors` has another name.
    private func renamed(_ name: String) throws -> TemporaryFolder {
        let folder = try SmallModel().written()
        try FileManager.default.moveItem(
            atPath: folder.path + "/model.safetensors", toPath: folder.path + "/" + name)
        return folder
    }

    @Test("A single variant is the model; of several, and of shards without an index, none is")
    func variants() throws {
        let folder = try renamed("model.fp16.safetensors")
        #expect(ModelFolder(path: folder.path).weightsName == "model.fp16.safetensors")
        #expect(try hash(of: folder) == hash())
        try FileManager.default.copyItem(
            atPath: folder.path + "/model.fp16.safetensors",
            toPath: folder.path + "/model.bf16.safetensors")
        #expect(ModelFolder(path: folder.path).weightsName == nil)
        #expect(
            ModelFolder(path: folder.path).weightsVariantNames
                == ["model.bf16.safetensors", "model.fp16.safetensors"])
        for name in [
            "model-00001-of-00002.safetensors", "model.fp16-00001-of-00002.safetensors",
            "adapter_model.safetensors", "model.a.b.safetensors", "models.fp16.safetensors",
        ] {
            let folder = try renamed(name)
            #expect(ModelFolder(path: folder.path).weightsName == nil, "\(name)")
            withExtendedLifetime(folder) {}
        }
    }

    @Test("The index of a single variant leads to its shards")
    func variantShards() throws {
        let shard = "model.fp16-00001-of-00001.safetensors"
        let folder = try renamed(shard)
        let map = SmallModel().tensors.map { JSONMember($0.name, .string(shard)) }
        let index = JSONValue.object([JSONMember("weight_map", .object(map))])
        try Data(index.compactText.utf8)
            .write(to: URL(filePath: folder.path + "/model.safetensors.index.fp16.json"))
        #expect(ModelFolder(path: folder.path).weightsName == "model.safetensors.index.fp16.json")
        #expect(try hash(of: folder) == hash())
    }

    @Test("A Git LFS pointer is called one; a file that only begins like one is not")
    func pointers() throws {
        for name in ["model.safetensors", "config.json"] {
            let folder = try SmallModel().written()
            let path = folder.path + "/" + name
            try Data(Self.pointer.utf8).write(to: URL(filePath: path))
            #expect(GitLFSPointer.isAt(path))
            #expect {
                try Checkpoint.load(folder: folder.path)
            } throws: {
                $0 as? CheckpointError == .gitLFSPointer(file: path)
            }
        }
        let folder = try TemporaryFolder()
        let path = folder.path + "/f"
        for text in [
            "", "version https://git-lfs.github.com/spe", "oid sha256:1\n" + Self.pointer,
            Self.pointer + String(repeating: "x", count: 1024),
        ] {
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(!GitLFSPointer.isAt(path))
        }
        #expect(!GitLFSPointer.isAt(folder.path))
        #expect(!GitLFSPointer.isAt(folder.path + "/none"))
    }
}
