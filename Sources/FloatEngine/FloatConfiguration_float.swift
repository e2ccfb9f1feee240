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
        try expect("model_type", oneOf: ["gpt2", "qwen2"])
        try expect("quantization_config", "none", where: \.isNull)
        let isQwen2 = document.member("model_type")?.stringValue == "qwen2"
        let shape = isQwen2 ? try qwen2() : try gpt2()
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
        let layerCount = try size("num_hidden_layers")
        try expect(
            "layer_types", "\"full_attention\" for each of the layers",
            where: { value in
                guard let types = value.arrayValue else { return value.isNull }
                return types.count == layerCount
                    && types.allSatisfy { $0.stringValue == "full_attention" }
            })
        try expect(
            "per_layer_config", "none", where: { $0.isNull || $0.objectValue?.isEmpty == true })
        return FloatShape(
            family: .qwen2, layerCount: layerCount, width: width, headCount: headCount,
            keyValueHeadCount: try optionalSize("num_key_value_heads") ?? headCount,
            headWidth: try optionalSize("head_dim") ?? width / headCount,
            hiddenWidth: try size("intermediate_size"),
            vocabularyCount: try size("vocab_size"),
            contextTokenCount: min(
                try size("max_position_embeddings"), Limits.contextTokenCountMax),
            epsilon: try number("rms_norm_eps") ?? 1e-6,
            rotaryBase: try rotaryBase() ?? 10_000)
    }

    /// The base of the rotary positions, from all places where transformers looks for it. Readers
    /// differ on which place counts, so they must agree.
    private func rotaryBase() throws(CheckpointError) -> Double? {
        var found = try rotaryBase(in: document, prefix: "")
        for key in ["rope_parameters", "rope_scaling"] {
            guard let section = document.member(key), !section.isNull else { continue }
            guard let members = section.objectValue else { throw refused(key, "an object") }
            for member in members where !Self.rotaryKeys.contains(member.key) {
                throw refused(key, "no key but \(Self.rotaryKeys.joined(separator: ", "))")
            }
            for name in ["rope_type", "type"] {
                guard let type = section.member(name), type.stringValue != "default" else {
                    continue
                }
                throw .config(
                    file: file, key: "\(key).\(name)", expected: "\"default\"", got: type.kind)
            }
            guard let base = try rotaryBase(in: section, prefix: key + ".") else { continue }
            if let found, found != base {
                throw .config(
                    file: file, key: key + ".rope_theta",
                    expected: "the base that another key says", got: "another")
            }
            found = base
        }
        return found
    }

    private static let rotaryKeys = [
        "rope_theta", "rope_type", "type", "partial_rotary_factor",
    ]

    private func rotaryBase(
        in section: JSONValue, prefix: String
    ) throws(CheckpointError) -> Double? {
        if let factor = section.member("partial_rotary_factor"), !factor.isNull,
            Self.positive(factor) != 1
        {
            throw .config(
                file: file, key: prefix + "partial_rotary_factor", expected: "1 or null",
                got: factor.kind)
        }
        guard let value = section.member("rope_theta") else { return nil }
        guard let base = Self.positive(value) else {
            throw .config(
                file: file, key: prefix + "rope_theta", expected: "a number above 0, below 10^12",
                got: value.kind)
        }
        return base
    }

    // MARK: Keys

    private static let sizeMax = 1 << 30

    /// A size under any of its names, which must agree where several are there.
    private func size(_ keys: String...) throws(CheckpointError) -> Int {
        var found: Int?
        for key in keys {
            guard let size = try optionalSize(key) else { continue }
            if let found, found != size { throw refused(key, "\(found), as \(keys[0]) says") }
            found = size
        }
        guard let found else { throw refused(keys[0], "an integer from 1 to \(Self.sizeMax)") }
        return found
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

    /// A number above 0 and below 10^12.
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

    private func expect(
        _ key: String, _ expected: String, where holds: (JSONValue) -> Bool
    ) throws(CheckpointError) {
        guard let value = document.member(key), !holds(value) else { return }
        throw refused(key, expected)
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

extension JSONValue {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
