internal import Checkpoints
internal import Encodings
internal import Tensors

/// The keys of a `config.json` that a float pass depends on.
struct FloatConfiguration {
    private static let byteCountMax = 1 << 20
    private let document: JSONValue
    private let file: String

    /// **Throws:** ``CheckpointError`` where the text is no JSON object.
    init(json bytes: [UInt8], file: String) throws(CheckpointError) {
        self.file = file
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard document.objectValue != nil else {
            throw .config(file: file, key: "value", expected: "an object", got: document.kind)
        }
    }

    /// **Throws:** ``CheckpointError`` where a key is missing or says something that a pass does
    /// not compute.
    func shape() throws(CheckpointError) -> FloatShape {
        let shape: FloatShape
        switch document.member("model_type")?.stringValue {
        case "gpt2"?, nil: shape = try gpt2()
        case "qwen2"?: shape = try qwen2()
        case let other?:
            throw .config(
                file: file, key: "model_type", expected: "\"gpt2\" or \"qwen2\"",
                got: JSONValue.quoted(other, scalarCountMax: 80))
        }
        if let fault = shape.fault { throw .shape(file: file, cause: fault) }
        return shape
    }

    private func gpt2() throws(CheckpointError) -> FloatShape {
        try expect(
            "activation_function",
            oneOf: [
                "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast",
                "gelu_accurate",
            ])
        try expect("scale_attn_weights", true)
        try expect("scale_attn_by_inverse_layer_idx", false)
        try expect("add_cross_attention", false)
        let width = try size("n_embd", "hidden_size")
        return FloatShape.gpt2(
            layerCount: try size("n_layer", "num_hidden_layers"), width: width,
            headCount: try size("n_head", "num_attention_heads"),
            vocabularyCount: try size("vocab_size"),
            contextTokenCount: try size("n_positions", "max_position_embeddings"),
            hiddenWidth: try optionalSize("n_inner") ?? 4 * width,
            epsilon: try number("layer_norm_epsilon") ?? 1e-5)
    }

    private func qwen2() throws(CheckpointError) -> FloatShape {
        try expect("hidden_act", oneOf: ["silu", "swish"])
        try expect("use_sliding_window", false)
        let width = try size("hidden_size")
        let headCount = try size("num_attention_heads")
        let ropeParameters = document.member("rope_parameters")
        for key in ["rope_type", "type"] {
            let scaling = document.member("rope_scaling")?.member(key)
            guard let type = ropeParameters?.member(key) ?? scaling else { continue }
            guard type.stringValue == "default" else {
                throw .config(
                    file: file, key: "rope_parameters", expected: "\"default\"", got: type.kind)
            }
        }
        return FloatShape(
            family: .qwen2, layerCount: try size("num_hidden_layers"), width: width,
            headCount: headCount,
            keyValueHeadCount: try optionalSize("num_key_value_heads") ?? headCount,
            headWidth: try optionalSize("head_dim") ?? width / headCount,
            hiddenWidth: try size("intermediate_size"),
            vocabularyCount: try size("vocab_size"),
            contextTokenCount: min(
                try size("max_position_embeddings"), Limits.contextTokenCountMax),
            epsilon: try number("rms_norm_eps") ?? 1e-6,
            rotaryBase: try number("rope_theta")
                ?? Self.positive(ropeParameters?.member("rope_theta")) ?? 10_000)
    }

    // MARK: Keys

    private static let sizeMax = 1 << 30

    private func size(_ keys: String...) throws(CheckpointError) -> Int {
        for key in keys {
            if let size = try optionalSize(key) { return size }
        }
        throw refused(keys[0], "an integer from 1 to \(Self.sizeMax)")
    }

    private func optionalSize(_ key: String) throws(CheckpointError) -> Int? {
        guard let value = document.member(key) else { return nil }
        if case .null = value { return nil }
        guard let size = value.integerValue, (1...Self.sizeMax).contains(size) else {
            throw refused(key, "an integer from 1 to \(Self.sizeMax)")
        }
        return size
    }

    private func number(_ key: String) throws(CheckpointError) -> Double? {
        guard let value = document.member(key) else { return nil }
        guard let number = Self.positive(value) else { throw refused(key, "a positive number") }
        return number
    }

    /// A number above 0 and below 2^40.
    private static func positive(_ value: JSONValue?) -> Double? {
        guard case .number(let number)? = value, let double = Double(number.text), double > 0,
            double < 1e12
        else { return nil }
        return double
    }

    private func expect(_ key: String, oneOf texts: [String]) throws(CheckpointError) {
        guard let value = document.member(key) else { return }
        guard let text = value.stringValue, texts.contains(text) else {
            throw refused(key, texts.map { "\"\($0)\"" }.joined(separator: " or "))
        }
    }

    private func expect(_ key: String, _ expected: Bool) throws(CheckpointError) {
        guard let value = document.member(key) else { return }
        guard value.booleanValue == expected else { throw refused(key, "\(expected)") }
    }

    private func refused(_ key: String, _ expected: String) -> CheckpointError {
        .config(
            file: file, key: key, expected: expected, got: document.member(key)?.kind ?? "nothing")
    }
}
