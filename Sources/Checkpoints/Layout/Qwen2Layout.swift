internal import Tensors

/// The parameters of Qwen2's form. Matrices are [out, in] in files; those of queries, keys and
/// values, and those of gate and up, stand side by side.
///
/// **Source:** `Sources/Inference/QWEN2.md`, section 2.
enum Qwen2Layout {
    static func parameters(of form: ModelForm) -> [LayoutParameter] {
        let width = form.width
        var list = [
            LayoutParameter(
                "wte", [form.vocabularyCount, width], .activation, source: "embed_tokens.weight")
        ]
        for layer in 0..<form.layerCount { list += parameters(of: form, layer: layer) }
        return list + [
            LayoutParameter("norm.g", [width], .weight, isHashed: false, source: "norm.weight")
        ]
    }

    private static func parameters(of form: ModelForm, layer: Int) -> [LayoutParameter] {
        let (stem, file) = ("h.\(layer).", "layers.\(layer).")
        let (width, hidden) = (form.width, form.hiddenWidth)
        let queries = form.headCount * form.headWidth
        let keys = form.keyValueHeadCount * form.headWidth
        let projections = [
            ("self_attn.q_proj", queries), ("self_attn.k_proj", keys), ("self_attn.v_proj", keys),
        ]
        func matrix(
            _ name: String, depth: Int, _ parts: [(module: String, columns: Int)]
        ) -> LayoutParameter {
            LayoutParameter(
                stem + name, [depth, parts.reduce(0) { $0 + $1.columns }], .weight,
                sources: parts.map { part in
                    SourceTensor(
                        file + part.module + ".weight", [part.columns, depth], isTransposed: true)
                })
        }
        func gain(_ name: String, _ module: String) -> LayoutParameter {
            LayoutParameter(stem + name, [width], .weight, source: file + module + ".weight")
        }
        let biases = projections.map {
            SourceTensor(file + $0.0 + ".bias", [$0.1], isTransposed: false)
        }
        return [
            gain("ln_1.g", "input_layernorm"),
            matrix("attn.qkv.w", depth: width, projections),
            LayoutParameter(
                stem + "attn.qkv.b", [queries + 2 * keys], .activation, sources: biases),
            matrix("attn.out.w", depth: queries, [("self_attn.o_proj", width)]),
            gain("ln_2.g", "post_attention_layernorm"),
            matrix(
                "mlp.gate_up.w", depth: width,
                [("mlp.gate_proj", hidden), ("mlp.up_proj", hidden)]),
            matrix("mlp.down.w", depth: hidden, [("mlp.down_proj", width)]),
        ]
    }
}
