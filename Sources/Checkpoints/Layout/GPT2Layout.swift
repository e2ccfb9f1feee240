internal import Architectures
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

    /// The architecture's, in the order of the model, then the last norm's, on which no attention
    /// depends.
    public static func parameters(of shape: TransformerShape) -> [Parameter] {
        Architecture.gpt2(shape).parameters.map { parameter in
            Parameter(
                name: fileName(parameter.name), shortName: parameter.name,
                dimensions: parameter.dimensions, format: parameter.format)
        } + [
            Parameter(
                name: "ln_f.weight", shortName: nil, dimensions: [shape.width], format: .weight),
            Parameter(
                name: "ln_f.bias", shortName: nil, dimensions: [shape.width], format: .activation),
        ]
    }

    /// `h.0.ln_1.weight` of `h.0.ln_1.g`: gains, matrices and embeddings are weights.
    private static func fileName(_ shortName: String) -> String {
        let parts = shortName.split(separator: ".")
        let module = parts.count == 1 ? parts[...] : parts.dropLast()
        return module.joined(separator: ".") + (parts.last == "b" ? ".bias" : ".weight")
    }

    /// Those that are hashed, in the order of their names' bytes.
    static func hashedParameters(of shape: TransformerShape) -> [Parameter] {
        parameters(of: shape).filter { $0.shortName != nil }
            .sorted { $0.shortName!.utf8.lexicographicallyPrecedes($1.shortName!.utf8) }
    }

    /// A tensor's name without the optional prefix.
    static func unprefixed(_ name: String) -> String {
        name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
    }

    /// The tensors that the classes of transformers (and the value head of trl) put on top of the
    /// layers: no attention depends on them.
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
