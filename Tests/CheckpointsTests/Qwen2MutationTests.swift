import Architectures
import Checkpoints
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing

/// Seeded mutations of configurations and weights of Qwen2's form: each gives what a reading of
/// its own expects, or is refused.
@Suite("Mutated models of Qwen2's form")
struct Qwen2MutationTests {
    private static let configurationCount = Thoroughness.count(10_000, else: 250)
    private static let weightsCount = Thoroughness.count(10_000, else: 250)

    // MARK: Configurations

    /// Values that a key may be given; each is a JSON text.
    private static let texts = [
        "null", "true", "false", "0", "1", "2", "3", "4", "8", "24", "32", "48", "64", "96", "128",
        "129", "256", "-1", "2.0", "64.0", "1e6", "1000000.0", "10000", "1e-6", "0.000001", "1e-5",
        "9.999999974752427e-07",
        "4096", "4097", "32768", "1099511627776", "1099511627777", "1e12", "2.5",
        "9223372036854775807", "9223372036854775808", "1e400", "\"silu\"", "\"swish\"", "\"gelu\"",
        "\"qwen2\"", "\"default\"", "\"linear\"", "\"\"", "[]", "{}", "[\"full_attention\"]",
        "[\"full_attention\",\"full_attention\"]", "[\"full_attention\",\"sliding_attention\"]",
        "{\"rope_theta\":10000}", "{\"rope_theta\":1e6,\"rope_type\":\"default\"}",
        "{\"type\":\"default\"}", "{\"type\":\"yarn\",\"factor\":4}", "{\"rope_type\":\"llama3\"}",
        "{\"full_attention\":{\"rope_theta\":1e6}}",
    ]

    private static let keys =
        SmallQwen2.config.map(\.0) + [
            "rms_norm_eps", "rope_parameters", "rope_scaling", "layer_types", "head_dim",
            "quantization_config", "partial_rotary_factor", "per_layer_config",
            "attention_dropout", "use_cache", "max_window_layers",
        ]

    /// The texts of a configuration's keys after one or two changes.
    private static func configuration(seed: UInt64) -> [String: String] {
        var random = SeededGenerator(seed: seed)
        var members: [String: String] = [:]
        for (key, value) in SmallQwen2.config { members[key] = value.compactText }
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let key = keys.randomElement(using: &random)!
            members[key] =
                Int.random(in: 0..<6, using: &random) == 0
                ? nil : texts.randomElement(using: &random)!
        }
        return members
    }

    @Test(
        "Every mutated configuration has the form that another reading finds, or is refused by it")
    func configurations() throws {
        let folder = try TemporaryFolder()
        var (accepted, refused) = (0, 0)
        for seed in 0..<Self.configurationCount {
            let members = Self.configuration(seed: UInt64(seed))
            if members["model_type"] == nil { continue }  // a GPT-2
            let text = members.keys.sorted().map { "\"\($0)\":\(members[$0]!)" }
                .joined(separator: ",")
            try WholeFile.write(Array("{\(text)}".utf8), to: folder.path + "/config.json")
            let expected = Qwen2Reading(members)?.sizes
            let got: ModelForm?
            do {
                got = try Checkpoint.form(folder: folder.path)
            } catch is CheckpointError {
                got = nil
            }
            let sizes = got.map {
                [
                    $0.layerCount, $0.width, $0.headCount, $0.keyValueHeadCount, $0.headWidth,
                    $0.hiddenWidth, $0.vocabularyCount, $0.contextTokenCount, $0.rotaryBase ?? 0,
                ]
            }
            #expect(sizes == expected, "seed \(seed): {\(text)}")
            (accepted, refused) = got == nil ? (accepted, refused + 1) : (accepted + 1, refused)
        }
        print("configurations: \(accepted) accepted, \(refused) refused")
        #expect(accepted * 8 > Self.configurationCount && refused * 8 > Self.configurationCount)
    }

    // MARK: Weights

    private static let wholeName = "model.safetensors"
    private static let indexName = "model.safetensors.index.json"

    /// The files of the small model, whole or in two shards.
    private static func files(isSharded: Bool) -> [(name: String, bytes: [UInt8])] {
        let model = SmallQwen2.model().narrowed(to: "BF16")
        guard isSharded else { return [(wholeName, model.file)] }
        var (first, second) = (model, model)
        first.tensors = Array(model.tensors[..<9])
        second.tensors = Array(model.tensors[9...])
        let shards = [("a.safetensors", first), ("b.safetensors", second)]
        let places = shards.flatMap { shard in
            shard.1.tensors.map { JSONMember($0.name, .string(shard.0)) }
        }
        let index = JSONValue.object([
            JSONMember("metadata", .object([])), JSONMember("weight_map", .object(places)),
        ])
        return [(indexName, Array(index.compactText.utf8))] + shards.map { ($0.0, $0.1.file) }
    }

    private static func mutated(
        _ files: [(name: String, bytes: [UInt8])], seed: UInt64
    ) -> [(name: String, bytes: [UInt8])] {
        var random = SeededGenerator(seed: seed)
        var files = files
        let index = Int.random(in: 0..<files.count, using: &random)
        var bytes = files[index].bytes
        let headCount = min(bytes.count, 3_000)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            // The head is where most is to be broken.
            let isHead = Int.random(in: 0..<3, using: &random) > 0
            let place = Int.random(in: 0..<(isHead ? headCount : bytes.count), using: &random)
            guard place < bytes.count else { continue }
            switch Int.random(in: 0..<8, using: &random) {
            case 0...2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 4: bytes[place] = UInt8.random(in: 0x30...0x39, using: &random)
            case 5:
                let other = Int.random(in: 0..<bytes.count, using: &random)
                for step in 0..<8 where max(place, other) + step < bytes.count {
                    bytes[place + step] = bytes[other + step]
                }
            case 6: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
            default: bytes.removeLast(Int.random(in: 1...8, using: &random))
            }
        }
        files[index].bytes = bytes
        return files
    }

    @Test("Every mutated file gives the integers that another reading finds, or is refused")
    func weights() throws {
        var (accepted, refused) = (0, 0)
        for seed in 0..<Self.weightsCount {
            let files = Self.mutated(
                Self.files(isSharded: seed % 3 == 0), seed: UInt64(1_000_000 + seed))
            let folder = try SmallQwen2.model().written(file: [])
            try FileManager.default.removeItem(atPath: folder.path + "/" + Self.wholeName)
            for file in files {
                try WholeFile.write(file.bytes, to: folder.path + "/" + file.name)
            }
            do {
                let checkpoint = try Checkpoint.load(folder: folder.path)
                accepted += 1
                let expected = try SmallQwen2.integers { name in
                    try BF16Reading.values(of: name, in: files.filter { $0.name != Self.indexName })
                }
                for tensor in checkpoint.weights.tensors {
                    #expect(
                        tensor.elements == expected[tensor.name], "seed \(seed): \(tensor.name)")
                }
            } catch is CheckpointError {
                refused += 1
            } catch is PlatformError {
                refused += 1  // an index that names a shard which is not there
            }
        }
        print("weights: \(accepted) accepted, \(refused) refused")
        #expect(accepted * 20 > Self.weightsCount && refused * 4 > Self.weightsCount)
    }
}

/// `config.json` once more, from float.md's and QWEN2.md's words, by Foundation's numbers.
private struct Qwen2Reading {
    /// Layers, width, heads, key-value heads, head width, hidden width, vocabulary, context, base.
    let sizes: [Int]

    /// nil where the model is none that is computed.
    init?(_ members: [String: String]) {
        func value(_ key: String) -> Any? {
            members[key].flatMap {
                try? JSONSerialization.jsonObject(
                    with: Data("[\($0)]".utf8), options: .fragmentsAllowed)
            }.flatMap { ($0 as? [Any])?.first }
        }
        /// An integer that is written as one.
        func integer(_ key: String) -> Int? { members[key].flatMap { Int($0) } }
        func isAbsent(_ key: String) -> Bool { members[key] == nil }
        func isNull(_ key: String) -> Bool { members[key] == "null" || members[key] == nil }

        guard members["model_type"] == "\"qwen2\"" else { return nil }
        guard isAbsent("hidden_act") || ["\"silu\"", "\"swish\""].contains(members["hidden_act"]!),
            isAbsent("use_sliding_window") || members["use_sliding_window"] == "false",
            isNull("quantization_config"),
            isNull("per_layer_config") || members["per_layer_config"] == "{}",
            isAbsent("rms_norm_eps")
                || ["1e-6", "0.000001", "9.999999974752427e-07"].contains(members["rms_norm_eps"]!),
            isNull("partial_rotary_factor") || members["partial_rotary_factor"] == "1"
        else { return nil }
        guard let layers = integer("num_hidden_layers"), (1...512).contains(layers),
            let width = integer("hidden_size"), (1...32_768).contains(width),
            let heads = integer("num_attention_heads"), (1...32_768).contains(heads),
            let hidden = integer("intermediate_size"), (1...131_072).contains(hidden),
            let vocabulary = integer("vocab_size"), (1...1_000_000).contains(vocabulary),
            let positions = integer("max_position_embeddings"), positions >= 1
        else { return nil }
        if !isNull("head_dim"), integer("head_dim") == nil { return nil }
        if !isNull("num_key_value_heads"), integer("num_key_value_heads") == nil { return nil }
        let headWidth = integer("head_dim") ?? width / heads
        let keys = integer("num_key_value_heads") ?? heads
        guard [64, 128].contains(headWidth), heads * headWidth <= 32_768, keys >= 1, keys <= heads,
            heads % keys == 0
        else { return nil }
        if !isNull("layer_types") {
            guard let types = value("layer_types") as? [String], types.count == layers,
                types.allSatisfy({ $0 == "full_attention" })
            else { return nil }
        }
        let queries = heads * headWidth
        let columns = queries + 2 * keys * headWidth
        let layer = (columns + queries) * width + columns + 3 * hidden * width + 2 * width
        guard layers * layer + vocabulary * width <= 1 << 33 else { return nil }
        guard let base = Self.base(members, value) else { return nil }
        sizes = [
            layers, width, heads, keys, headWidth, hidden, vocabulary, min(positions, 4096), base,
        ]
    }

    private static func base(
        _ members: [String: String], _ value: (String) -> Any?
    ) -> Int? {
        var bases: [Double] = []
        if let own = members["rope_theta"] {
            guard let number = Double(own) else { return nil }
            bases.append(number)
        }
        for key in ["rope_parameters", "rope_scaling"]
        where members[key].map({ $0 != "null" }) == true {
            guard let section = value(key) as? [String: Any],
                section["full_attention"] == nil
            else { return nil }
            for name in ["rope_type", "type"] {
                if let type = section[name], type as? String != "default" { return nil }
            }
            if let number = section["rope_theta"] { bases.append((number as? Double) ?? .nan) }
        }
        guard let base = bases.first else { return 10_000 }
        guard bases.allSatisfy({ $0 == base }), base == base.rounded(), base >= 2,
            base <= 1_099_511_627_776
        else { return nil }
        return Int(base)
    }
}

/// A safetensors file of BF16 tensors once more, by Foundation's JSON.
private enum BF16Reading {
    struct Unreadable: Error {}

    /// The values of a tensor, by its name with or without a prefix.
    static func values(
        of name: String, in files: [(name: String, bytes: [UInt8])]
    ) throws -> [Double] {
        for file in files {
            let length = file.bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let start = 8 + length
            let header = try JSONSerialization.jsonObject(with: Data(file.bytes[8..<start]))
            let entries = header as? [String: Any] ?? [:]
            guard let entry = entries["model." + name] ?? entries[name] else { continue }
            guard let members = entry as? [String: Any], let type = members["dtype"] as? String,
                let bounds = members["data_offsets"] as? [Int]
            else { throw Unreadable() }
            let bytes = Array(file.bytes[start + bounds[0]..<start + bounds[1]])
            return try stride(from: 0, to: bytes.count, by: 2).map { place in
                let half = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
                switch type {
                case "BF16": return Double(Float(bitPattern: UInt32(half) << 16))
                case "F16": return Double(Float16(bitPattern: half))
                default: throw Unreadable()
                }
            }
        }
        throw Unreadable()
    }
}
