internal import Architectures
internal import Encodings
internal import Tensors

/// The keys of Qwen2's `config.json` that the engine depends on.
///
/// **Source:** `Qwen2Config`, the rotary parameters and the activations of
/// huggingface/transformers; `Sources/Inference/QWEN2.md`, section 2.
enum Qwen2Configuration {
    /// The base where a configuration names none.
    private static let rotaryBaseDefault = 10_000
    private static let fullAttention = "full_attention"

    static func form(_ reader: ConfigurationReader) throws(CheckpointError) -> ModelForm {
        // Two names of one function in transformers.
        try reader.expect("hidden_act", oneOf: ["silu", "swish"])
        let layerCount = try reader.size("num_hidden_layers")
        let width = try reader.size("hidden_size")
        let headCount = try reader.size("num_attention_heads")
        let keyValueHeadCount = try reader.optionalSize("num_key_value_heads") ?? headCount
        let ownHeadWidth = try reader.optionalSize("head_dim")
        let hiddenWidth = try reader.size("intermediate_size")
        let vocabularyCount = try reader.size("vocab_size")
        let positionCount = try reader.size("max_position_embeddings")
        try reader.expect(
            "rms_norm_eps", "1e-6",
            where: { value in
                guard case .number(let number) = value else { return false }
                return NormEpsilon.isOneMillionth(number.text)
            })
        try checkAttention(reader, layerCount: layerCount)
        let rotaryBase = try rotaryBase(reader)
        let headWidth = ownHeadWidth ?? (headCount > 0 ? width / headCount : 0)
        return try reader.form { () throws(ShapeError) in
            try .qwen2(
                layerCount: layerCount, width: width, headCount: headCount,
                keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
                hiddenWidth: hiddenWidth, vocabularyCount: vocabularyCount,
                contextTokenCount: min(positionCount, Tensors.Limits.contextTokenCountMax),
                rotaryBase: rotaryBase,
                isOutputTied: reader.value("tie_word_embeddings")?.booleanValue == true)
        }
    }

    private static func checkAttention(
        _ reader: ConfigurationReader, layerCount: Int
    ) throws(CheckpointError) {
        // Where it is false, the window's width beside it has no effect.
        try reader.expect("use_sliding_window", "false", where: { $0.booleanValue == false })
        try reader.expect(
            "layer_types", "\"\(fullAttention)\" for each of the layers",
            where: { value in
                guard let types = value.arrayValue else { return value.isNull }
                return types.count == layerCount
                    && types.allSatisfy { $0.stringValue == fullAttention }
            })
        try reader.expect(
            "per_layer_config", "none", where: { $0.isNull || $0.objectValue?.isEmpty == true })
        try reader.expect("quantization_config", "none", where: \.isNull)
    }

    /// The base of the rotary positions, from all places where transformers looks for it. Readers
    /// differ on which place counts, so they must agree.
    private static func rotaryBase(_ reader: ConfigurationReader) throws(CheckpointError) -> Int {
        var found: Int?
        try readBase(reader, &found)
        for key in ["rope_parameters", "rope_scaling"] {
            guard let section = try reader.section(key) else { continue }
            for name in ["rope_type", "type"] { try section.expect(name, oneOf: ["default"]) }
            // The parameters of kinds of layers, which no model of this form has.
            try section.expect(
                fullAttention, "no parameters by kinds of layers", where: { _ in false })
            try readBase(section, &found)
        }
        return found ?? rotaryBaseDefault
    }

    private static func readBase(
        _ reader: ConfigurationReader, _ found: inout Int?
    ) throws(CheckpointError) {
        try reader.expect(
            "partial_rotary_factor", "1 or null",
            where: { $0.isNull || $0.decimal?.wholeNumber == 1 })
        let key = "rope_theta"
        guard let value = reader.value(key) else { return }
        guard let base = value.decimal?.wholeNumber, Architecture.rotaryBases.contains(base) else {
            throw reader.refused(key, "a whole number from 2 to 2^40")
        }
        if let found, found != base {
            throw reader.refused(key, "\(found), as another key says")
        }
        found = base
    }

    /// The file's content for a model of this form, stored as `type`.
    static func json(for form: ModelForm, type: ElementType) -> JSONValue {
        .object([
            JSONMember("architectures", .array([.string("Qwen2ForCausalLM")])),
            JSONMember("attention_dropout", .integer(0)),
            JSONMember("head_dim", .integer(form.headWidth)),
            JSONMember("hidden_act", .string("silu")),
            JSONMember("hidden_size", .integer(form.width)),
            JSONMember("intermediate_size", .integer(form.hiddenWidth)),
            JSONMember("max_position_embeddings", .integer(form.contextTokenCount)),
            JSONMember("model_type", .string("qwen2")),
            JSONMember("num_attention_heads", .integer(form.headCount)),
            JSONMember("num_hidden_layers", .integer(form.layerCount)),
            JSONMember("num_key_value_heads", .integer(form.keyValueHeadCount)),
            JSONMember("rms_norm_eps", epsilon),
            JSONMember("rope_theta", .integer(form.rotaryBase ?? rotaryBaseDefault)),
            JSONMember("tie_word_embeddings", .boolean(form.isOutputTied)),
            JSONMember("torch_dtype", .string(type == .bfloat16 ? "bfloat16" : "float32")),
            JSONMember("use_sliding_window", .boolean(false)),
            JSONMember("vocab_size", .integer(form.vocabularyCount)),
        ])
    }

    private static let epsilon: JSONValue = {
        guard let value = try? JSONParser.parse(Array("1e-06".utf8), byteCountMax: 8) else {
            preconditionFailure("1e-06")
        }
        return value
    }()
}
