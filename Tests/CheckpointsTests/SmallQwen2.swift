import Encodings
import Foundation
import TestSupport

/// A Qwen2 of two layers whose two heads of 64 are wider than its width of 32, with one key-value
/// head, for a test to spoil.
enum SmallQwen2 {
    static let (width, heads, keys, headWidth, hidden, vocabulary) = (32, 2, 1, 64, 24, 48)

    static let config: [(String, JSONValue)] = [
        ("model_type", .string("qwen2")), ("hidden_act", .string("silu")),
        ("num_hidden_layers", .integer(2)), ("hidden_size", .integer(width)),
        ("num_attention_heads", .integer(heads)), ("num_key_value_heads", .integer(keys)),
        ("head_dim", .integer(headWidth)), ("intermediate_size", .integer(hidden)),
        ("vocab_size", .integer(vocabulary)), ("max_position_embeddings", .integer(8)),
        ("rope_theta", .integer(1_000_000)), ("tie_word_embeddings", .boolean(true)),
        ("use_sliding_window", .boolean(false)), ("sliding_window", .integer(4)),
    ]

    /// Names without a prefix, and shapes.
    static let shapes: [(String, [Int])] = {
        var shapes = [("embed_tokens.weight", [vocabulary, width]), ("norm.weight", [width])]
        for layer in 0..<2 {
            let stem = "layers.\(layer)."
            shapes += [
                (stem + "input_layernorm.weight", [width]),
                (stem + "mlp.down_proj.weight", [width, hidden]),
                (stem + "mlp.gate_proj.weight", [hidden, width]),
                (stem + "mlp.up_proj.weight", [hidden, width]),
                (stem + "post_attention_layernorm.weight", [width]),
                (stem + "self_attn.k_proj.bias", [keys * headWidth]),
                (stem + "self_attn.k_proj.weight", [keys * headWidth, width]),
                (stem + "self_attn.o_proj.weight", [width, heads * headWidth]),
                (stem + "self_attn.q_proj.bias", [heads * headWidth]),
                (stem + "self_attn.q_proj.weight", [heads * headWidth, width]),
                (stem + "self_attn.v_proj.bias", [keys * headWidth]),
                (stem + "self_attn.v_proj.weight", [keys * headWidth, width]),
            ]
        }
        return shapes
    }()

    /// Every element differs from its neighbours; float16 and bfloat16 hold them all.
    static func model(prefix: String = "model.") -> SmallModel {
        var model = SmallModel()
        model.config = config
        model.tensors = shapes.map { name, shape in
            let seed = name.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFF
            let values = (0..<shape.reduce(1, *)).map { Float(($0 * 7 + seed) % 251 - 125) / 64 }
            return SmallModel.Tensor(
                name: prefix + name, shape: shape, bytes: values.flatMap(SmallModel.bytes))
        }
        return model
    }

    // MARK: A reading of its own

    /// The integers of each hashed parameter by its name, from the elements of each tensor by its
    /// name without a prefix: QWEN2.md's table once more, written without the product.
    static func integers(_ values: (String) throws -> [Double]) rethrows -> [String: [Int32]] {
        func rounded(_ values: [Double], _ bits: Double, _ clamp: Double) -> [Int32] {
            values.map { value in
                Int32(min(max((value * bits).rounded(.toNearestOrEven), -clamp), clamp))
            }
        }
        func weights(_ values: [Double]) -> [Int32] { rounded(values, 4096, 65_536) }
        func others(_ values: [Double]) -> [Int32] { rounded(values, 65_536, 268_435_456) }
        /// [in, out] from several of [out, in], side by side.
        func joined(_ names: [String], depth: Int) throws -> [Int32] {
            let parts = try names.map { weights(try values($0)) }
            var whole: [Int32] = []
            for row in 0..<depth {
                for part in parts {
                    for column in 0..<part.count / depth {
                        whole.append(part[column * depth + row])
                    }
                }
            }
            return whole
        }
        var found = ["wte": others(try values("embed_tokens.weight"))]
        for layer in 0..<2 {
            let (to, from) = ("h.\(layer).", "layers.\(layer).")
            let projections = ["q", "k", "v"].map { from + "self_attn.\($0)_proj." }
            found[to + "ln_1.g"] = weights(try values(from + "input_layernorm.weight"))
            found[to + "ln_2.g"] = weights(try values(from + "post_attention_layernorm.weight"))
            found[to + "attn.qkv.w"] = try joined(projections.map { $0 + "weight" }, depth: width)
            found[to + "attn.qkv.b"] = try projections.flatMap { others(try values($0 + "bias")) }
            found[to + "attn.out.w"] = try joined(
                [from + "self_attn.o_proj.weight"], depth: heads * headWidth)
            found[to + "mlp.gate_up.w"] = try joined(
                [from + "mlp.gate_proj.weight", from + "mlp.up_proj.weight"], depth: width)
            found[to + "mlp.down.w"] = try joined(
                [from + "mlp.down_proj.weight"], depth: hidden)
        }
        return found
    }
}
