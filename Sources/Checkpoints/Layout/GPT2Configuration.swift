internal import Encodings
internal import Tensors

/// The keys of GPT-2's `config.json` that the engine depends on.
///
/// **Source:** `GPT2Config` and the activations of huggingface/transformers.
enum GPT2Configuration {
    static func form(_ reader: ConfigurationReader) throws(CheckpointError) -> ModelForm {
        try reader.expect("activation_function", oneOf: activationNames)
        let layerCount = try reader.size("n_layer", alias: "num_hidden_layers")
        let width = try reader.size("n_embd", alias: "hidden_size")
        let headCount = try reader.size("n_head", alias: "num_attention_heads")
        let context = try reader.size(
            "n_positions", alias: "max_position_embeddings")
        let vocabularyCount = try reader.size("vocab_size")
        try checkAttention(reader, layerCount: layerCount)
        try reader.expect(
            "n_inner", "\(4 * clamped(width)) or null",
            where: { $0.isNull || $0.integerValue == 4 * clamped(width) })
        try reader.expect(
            "layer_norm_epsilon", "0 to less than 2^-16, which the integers do not tell from 0",
            where: { value in
                guard case .number(let number) = value else { return false }
                return NormEpsilon.isWithoutEffect(number.text)
            })
        return try reader.form { () throws(ShapeError) in
            try .gpt2(
                layerCount: layerCount, width: width, headCount: headCount,
                vocabularyCount: vocabularyCount, contextTokenCount: context)
        }
    }

    /// The activations that are one function, x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), under
    /// all the names that transformers has for it.
    private static let activationNames = [
        "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate",
    ]

    private static func checkAttention(
        _ reader: ConfigurationReader, layerCount: Int
    ) throws(CheckpointError) {
        try reader.expect("scale_attn_weights", "true", where: { $0.booleanValue == true })
        // A single layer is divided by its number, 1.
        try reader.expect(
            "scale_attn_by_inverse_layer_idx", "false",
            where: { $0.booleanValue == false || ($0.booleanValue == true && layerCount == 1) })
        try reader.expect("add_cross_attention", "false", where: { $0.booleanValue == false })
        try reader.expect(
            "pruned_heads", "none", where: { $0.isNull || $0.objectValue?.isEmpty == true })
        try reader.expect("quantization_config", "none", where: \.isNull)
    }

    /// Keeps a hostile width from overflowing; the shape refuses it afterwards.
    private static func clamped(_ width: Int) -> Int { min(max(width, 0), 1 << 32) }

    /// The file's content for a model of this form.
    static func json(for form: ModelForm) -> JSONValue {
        .object([
            JSONMember("activation_function", .string("gelu_new")),
            JSONMember("architectures", .array([.string("GPT2LMHeadModel")])),
            JSONMember("model_type", .string("gpt2")),
            JSONMember("n_ctx", .integer(form.contextTokenCount)),
            JSONMember("n_embd", .integer(form.width)),
            JSONMember("n_head", .integer(form.headCount)),
            JSONMember("n_layer", .integer(form.layerCount)),
            JSONMember("n_positions", .integer(form.contextTokenCount)),
            JSONMember("vocab_size", .integer(form.vocabularyCount)),
        ])
    }
}
