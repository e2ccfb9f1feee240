import Checkpoints
import Encodings
import Foundation
import Tensors
import TestSupport

/// A drawn GPT-2 of one layer whose float32 values bfloat16 holds too, to be changed by a test and
/// written in any type and container.
struct StoredModel {
    struct Tensor {
        let name: String
        let shape: [Int]
        /// Bits of float32.
        var bits: [UInt32]
    }

    var tensors: [Tensor]

    static let shape = Result {
        try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 256, contextTokenCount: 16)
    }

    init() throws {
        let folder = try TemporaryFolder()
        let shape = try Self.shape.get()
        try SyntheticModel(seed: "stored", shape: shape).write(toFolder: folder.path)
        let bytes = try Data(contentsOf: URL(filePath: folder.path + "/model.safetensors"))
        let headerByteCount = Self.integer(bytes, 0..<8)
        let header = try JSONParser.parse(
            Array(bytes[8..<8 + headerByteCount]), byteCountMax: 1 << 20)
        tensors = try header.members().filter { $0.key != "__metadata__" }.map { member in
            let offsets = try member.value.at("data_offsets").integers()
            let data = bytes[8 + headerByteCount + offsets[0]..<8 + headerByteCount + offsets[1]]
            let bits = stride(from: data.startIndex, to: data.endIndex, by: 4).map {
                UInt32(Self.integer(data, $0..<$0 + 4)) & 0xFFFF_0000
            }
            return Tensor(
                name: member.key, shape: try member.value.at("shape").integers(), bits: bits)
        }
    }

    private static func integer(_ bytes: Data, _ range: Range<Int>) -> Int {
        bytes[range].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    subscript(name: String) -> [UInt32] {
        get { tensors.first { $0.name == name }?.bits ?? [] }
        set {
            guard let place = tensors.firstIndex(where: { $0.name == name }) else { return }
            tensors[place].bits = newValue
        }
    }

    func with(_ change: (inout StoredModel) -> Void) -> StoredModel {
        var copy = self
        change(&copy)
        return copy
    }

    // MARK: Writing

    enum Form: String, CaseIterable {
        case float32, shards, bfloat16, float64, hdf5
        case hdf5OfBfloat16 = "hdf5 of bfloat16"

        var type: String {
            switch self {
            case .float32, .shards, .hdf5: "F32"
            case .bfloat16, .hdf5OfBfloat16: "BF16"
            case .float64: "F64"
            }
        }
    }

    /// A new folder with the weights in this form and `config.json`, and no tokenizer.
    func written(_ form: Form) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let path = folder.path
        switch form {
        case .float32, .bfloat16, .float64:
            try write(tensors, form.type, to: path + "/model.safetensors")
        case .shards: try writeShards(path)
        case .hdf5, .hdf5OfBfloat16:
            let source = try written(form == .hdf5 ? .float32 : .bfloat16)
            _ = try ModelConversion(folder: source.path, to: .hdf5, targetFolder: path)
        }
        let config = JSONValue.object([
            JSONMember("model_type", .string("gpt2")),
            JSONMember("activation_function", .string("gelu_new")),
            JSONMember("n_layer", .integer(1)), JSONMember("n_embd", .integer(64)),
            JSONMember("n_head", .integer(1)), JSONMember("n_positions", .integer(16)),
            JSONMember("vocab_size", .integer(256)),
        ])
        try Data(config.compactText.utf8).write(to: URL(filePath: path + "/config.json"))
        return folder
    }

    private func writeShards(_ path: String) throws {
        let half = tensors.count / 2
        let parts = [("a.safetensors", tensors[..<half]), ("b.safetensors", tensors[half...])]
        for (name, part) in parts { try write(Array(part), "F32", to: path + "/" + name) }
        let map = parts.flatMap { name, part in
            part.map { JSONMember($0.name, .string(name)) }
        }
        let index = JSONValue.object([JSONMember("weight_map", .object(map))])
        try Data(index.compactText.utf8)
            .write(to: URL(filePath: path + "/model.safetensors.index.json"))
    }

    private func write(_ tensors: [Tensor], _ type: String, to path: String) throws {
        var header: [JSONMember] = []
        var data: [UInt8] = []
        for tensor in tensors {
            let start = data.count
            for bits in tensor.bits { data += Self.bytes(bits, type) }
            header.append(
                JSONMember(
                    tensor.name,
                    .object([
                        JSONMember("dtype", .string(type)),
                        JSONMember("shape", .array(tensor.shape.map(JSONValue.integer))),
                        JSONMember(
                            "data_offsets", .array([.integer(start), .integer(data.count)])),
                    ])))
        }
        let text = Array(JSONValue.object(header).compactText.utf8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        try Data(length + text + data).write(to: URL(filePath: path))
    }

    /// An element's stored bits in this type, little-endian.
    private static func bytes(_ bits: UInt32, _ type: String) -> [UInt8] {
        let (stored, count): (UInt64, Int) =
            switch type {
            case "BF16": (UInt64(bits >> 16), 2)
            case "F64": (Double(Float(bitPattern: bits)).bitPattern, 8)
            default: (UInt64(bits), 4)
            }
        return (0..<count).map { UInt8(truncatingIfNeeded: stored >> (8 * UInt64($0))) }
    }
}
