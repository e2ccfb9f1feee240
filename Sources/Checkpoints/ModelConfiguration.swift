internal import Encodings
internal import Platform
import Tensors

/// What `config.json` says of a model, as far as the engine depends on it.
enum ModelConfiguration {
    static let fileName = "config.json"

    /// The shape that a `config.json` describes.
    ///
    /// **Throws:** ``CheckpointError`` where a key is missing, or says something that the integer
    /// engine does not compute: another architecture, activation or attention scaling.
    static func shape(json bytes: [UInt8], file: String) throws(CheckpointError) -> TransformerShape
    {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.configByteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard document.objectValue != nil else {
            throw .config(file: file, key: "value", expected: "an object", got: document.kind)
        }
        func integer(_ key: String) throws(CheckpointError) -> Int {
            guard let value = document.member(key)?.integerValue else {
                throw refused(key, "an integer")
            }
            return value
        }
        func refused(_ key: String, _ expected: String) -> CheckpointError {
            .config(
                file: file, key: key, expected: expected,
                got: document.member(key)?.kind ?? "nothing")
        }
        for (key, expected) in [("model_type", "gpt2"), ("activation_function", "gelu_new")] {
            let text = document.member(key).map { $0.stringValue ?? "" } ?? expected
            guard text == expected else { throw refused(key, "\"\(expected)\"") }
        }
        for (key, expected) in [
            ("scale_attn_weights", true), ("scale_attn_by_inverse_layer_idx", false),
            ("add_cross_attention", false),
        ] {
            guard let value = document.member(key) else { continue }
            guard case .boolean(expected) = value else { throw refused(key, "\(expected)") }
        }
        let width = try integer("n_embd")
        let context = try integer("n_positions")
        for (key, expected) in [("n_inner", 4 * clamped(width)), ("n_ctx", context)] {
            guard let value = document.member(key) else { continue }
            if case .null = value { continue }
            guard value.integerValue == expected else { throw refused(key, "\(expected) or null") }
        }
        do {
            return try TransformerShape(
                layerCount: integer("n_layer"), width: width, headCount: integer("n_head"),
                vocabularyCount: integer("vocab_size"), contextTokenCount: context)
        } catch let error as ShapeError {
            throw .shape(file: file, cause: error)
        } catch let error as CheckpointError {
            throw error
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Keeps a hostile width from overflowing; the shape refuses it afterwards.
    private static func clamped(_ width: Int) -> Int { min(max(width, 0), 1 << 32) }

    /// The file's content for a model of this shape.
    static func json(for shape: TransformerShape) -> JSONValue {
        .object([
            JSONMember("activation_function", .string("gelu_new")),
            JSONMember("architectures", .array([.string("GPT2LMHeadModel")])),
            JSONMember("model_type", .string("gpt2")),
            JSONMember("n_ctx", .integer(shape.contextTokenCount)),
            JSONMember("n_embd", .integer(shape.width)),
            JSONMember("n_head", .integer(shape.headCount)),
            JSONMember("n_layer", .integer(shape.layerCount)),
            JSONMember("n_positions", .integer(shape.contextTokenCount)),
            JSONMember("vocab_size", .integer(shape.vocabularyCount)),
        ])
    }
}
