public import Tensors

/// The tensors of a GPT-2 checkpoint: what each is called in files and when hashed, its shape, and
/// the integer format it becomes. **Source:** protocol v4, section 2.
public enum GPT2Layout {
    public struct Parameter: Sendable {
        /// As files call it, without the prefix `transformer.`: `h.0.ln_1.weight`.
        public let name: String
        /// As it is hashed: `h.0.ln_1.g`; nil for `ln_f`, which the protocol does not hash.
        public let shortName: String?
        public let dimensions: [Int]
        public let format: IntegerFormat

        /// A vector has one row.
        public var rows: Int { dimensions.count == 1 ? 1 : dimensions[0] }
        public var columns: Int { dimensions[dimensions.count - 1] }
    }

    /// In the order of the model, from the embeddings up.
    public static func parameters(of shape: TransformerShape) -> [Parameter] {
        let width = shape.width
        var parameters = [
            Parameter(
                name: "wte.weight", shortName: "wte",
                dimensions: [shape.vocabularyCount, width], format: .activation),
            Parameter(
                name: "wpe.weight", shortName: "wpe",
                dimensions: [shape.contextTokenCount, width], format: .activation),
        ]
        for layer in 0..<shape.layerCount {
            let name = "h.\(layer)."
            parameters += norm(name + "ln_1", width)
            parameters += linear(name + "attn.c_attn", width, 3 * width)
            parameters += linear(name + "attn.c_proj", width, width)
            parameters += norm(name + "ln_2", width)
            parameters += linear(name + "mlp.c_fc", width, 4 * width)
            parameters += linear(name + "mlp.c_proj", 4 * width, width)
        }
        return parameters + norm("ln_f", width, isHashed: false)
    }

    /// Those that are hashed, in the order of their names' bytes.
    static func hashedParameters(of shape: TransformerShape) -> [Parameter] {
        parameters(of: shape).filter { $0.shortName != nil }
            .sorted { $0.shortName!.utf8.lexicographicallyPrecedes($1.shortName!.utf8) }
    }

    private static func norm(_ name: String, _ width: Int, isHashed: Bool = true) -> [Parameter] {
        [
            Parameter(
                name: name + ".weight", shortName: isHashed ? name + ".g" : nil,
                dimensions: [width], format: .weight),
            Parameter(
                name: name + ".bias", shortName: isHashed ? name + ".b" : nil,
                dimensions: [width], format: .activation),
        ]
    }

    private static func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [Parameter] {
        [
            Parameter(
                name: name + ".weight", shortName: name + ".w", dimensions: [inputs, outputs],
                format: .weight),
            Parameter(
                name: name + ".bias", shortName: name + ".b", dimensions: [outputs],
                format: .activation),
        ]
    }

    /// A tensor's name without the optional prefix.
    static func unprefixed(_ name: String) -> String {
        name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
    }

    /// What the classes of transformers (and the value head of trl) put on top of the layers: no
    /// attention depends on it.
    private static let headNames: Set = [  // membership only, never iterated
        "lm_head.weight", "score.weight", "classifier.weight", "classifier.bias",
        "qa_outputs.weight", "qa_outputs.bias", "multiple_choice_head.summary.weight",
        "multiple_choice_head.summary.bias", "v_head.summary.weight", "v_head.summary.bias",
    ]

    /// Mask buffers and output heads, which the engine does not need.
    static func isIgnored(_ name: String, layerCount: Int) -> Bool {
        if headNames.contains(name) { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "h", parts[2] == "attn",
            parts[3] == "bias" || parts[3] == "masked_bias",
            let layer = Int(parts[1]), String(layer) == parts[1]
        else { return false }
        return (0..<layerCount).contains(layer)
    }
}
