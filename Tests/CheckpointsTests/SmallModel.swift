import Encodings
import Foundation
import TestSupport

/// A GPT-2 of one layer, width 64, 256 tokens and a context of 4, whose file a test can spoil.
struct SmallModel {
    struct Tensor {
        var name: String
        var type = "F32"
        var shape: [Int]
        var bytes: [UInt8]
    }

    var tensors: [Tensor]
    var config: [(String, JSONValue)] = [
        ("model_type", .string("gpt2")), ("activation_function", .string("gelu_new")),
        ("n_layer", .integer(1)), ("n_embd", .integer(64)), ("n_head", .integer(1)),
        ("n_positions", .integer(4)), ("vocab_size", .integer(256)),
    ]

    /// Values that float16 and bfloat16 hold too: small multiples of 1/8.
    init() {
        let d = 64
        let shapes: [(String, [Int])] = [
            ("h.0.attn.c_attn.bias", [3 * d]), ("h.0.attn.c_attn.weight", [d, 3 * d]),
            ("h.0.attn.c_proj.bias", [d]), ("h.0.attn.c_proj.weight", [d, d]),
            ("h.0.ln_1.bias", [d]), ("h.0.ln_1.weight", [d]), ("h.0.ln_2.bias", [d]),
            ("h.0.ln_2.weight", [d]), ("h.0.mlp.c_fc.bias", [4 * d]),
            ("h.0.mlp.c_fc.weight", [d, 4 * d]), ("h.0.mlp.c_proj.bias", [d]),
            ("h.0.mlp.c_proj.weight", [4 * d, d]), ("ln_f.bias", [d]), ("ln_f.weight", [d]),
            ("wpe.weight", [4, d]), ("wte.weight", [256, d]),
        ]
        tensors = shapes.map { name, shape in
            let count = shape.reduce(1, *)
            let seed = name.utf8.reduce(0) { $0 + Int($1) }
            let values = (0..<count).map { Float(($0 * 7 + seed) % 31 - 15) / 8 }
            return Tensor(name: name, shape: shape, bytes: values.flatMap(Self.bytes))
        }
    }

    static func bytes(_ value: Float) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }

    /// The same values in a narrower type that holds them exactly.
    func narrowed(to type: String) -> SmallModel {
        var model = self
        for index in tensors.indices {
            model.tensors[index].type = type
            let bytes = tensors[index].bytes
            model.tensors[index].bytes = stride(from: 0, to: bytes.count, by: 4).flatMap { start in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
                let half =
                    type == "BF16"
                    ? UInt16(bits >> 16) : Float16(Float(bitPattern: bits)).bitPattern
                return [UInt8(half & 0xFF), UInt8(half >> 8)]
            }
        }
        return model
    }

    subscript(name: String) -> Tensor {
        get { tensors.first { $0.name == name }! }
        set { tensors[tensors.firstIndex { $0.name == name }!] = newValue }
    }

    /// The header's members and the data behind them.
    func parts() -> (header: [JSONMember], data: [UInt8]) {
        var header: [JSONMember] = []
        var data: [UInt8] = []
        for tensor in tensors {
            let offsets = [data.count, data.count + tensor.bytes.count]
            header.append(
                JSONMember(
                    tensor.name,
                    .object([
                        JSONMember("dtype", .string(tensor.type)),
                        JSONMember("shape", .array(tensor.shape.map(JSONValue.integer))),
                        JSONMember("data_offsets", .array(offsets.map(JSONValue.integer))),
                    ])))
            data += tensor.bytes
        }
        return (header, data)
    }

    static func file(header: [UInt8], data: [UInt8]) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
    }

    var file: [UInt8] {
        let (header, data) = parts()
        return Self.file(header: Array(JSONValue.object(header).compactText.utf8), data: data)
    }

    /// Writes the model into a new folder.
    func written() throws -> TemporaryFolder { try written(file: file) }

    func written(file: [UInt8]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let text = JSONValue.object(config.map { JSONMember($0.0, $0.1) }).compactText
        try Data(file).write(to: URL(filePath: folder.path + "/model.safetensors"))
        try Data(text.utf8).write(to: URL(filePath: folder.path + "/config.json"))
        return folder
    }
}
