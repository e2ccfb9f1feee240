internal import Tensors

/// The parameters of GPT-2's form. Every one is one tensor, [in, out].
///
/// **Source:** protocol v4, section 2.
enum GPT2Layout {
    static func parameters(of form: ModelForm) -> [LayoutParameter] {
        let width = form.width
        var list = [
            LayoutParameter(
                "wte", [form.vocabularyCount, width], .activation, source: "wte.weight"),
            LayoutParameter(
                "wpe", [form.contextTokenCount, width], .activation, source: "wpe.weight"),
        ]
        for layer in 0..<form.layerCount {
            let stem = "h.\(layer)."
            func linear(_ name: String, _ depth: Int, _ columns: Int) -> [LayoutParameter] {
                [
                    LayoutParameter(
                        stem + name + ".w", [depth, columns], .weight,
                        source: stem + name + ".weight"),
                    LayoutParameter(
                        stem + name + ".b", [columns], .activation, source: stem + name + ".bias"),
                ]
            }
            list += norm(stem + "ln_1", width, isHashed: true)
            list += linear("attn.c_attn", width, 3 * width)
            list += linear("attn.c_proj", width, width)
            list += norm(stem + "ln_2", width, isHashed: true)
            list += linear("mlp.c_fc", width, form.hiddenWidth)
            list += linear("mlp.c_proj", form.hiddenWidth, width)
        }
        return list + norm("ln_f", width, isHashed: false)
    }

    private static func norm(_ name: String, _ width: Int, isHashed: Bool) -> [LayoutParameter] {
        [
            LayoutParameter(
                name + ".g", [width], .weight, isHashed: isHashed, source: name + ".weight"),
            LayoutParameter(
                name + ".b", [width], .activation, isHashed: isHashed, source: name + ".bias"),
        ]
    }
}
