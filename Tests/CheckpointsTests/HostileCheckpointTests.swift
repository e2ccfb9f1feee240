import Checkpoints
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing

/// Files that lie. Each is refused by a message that names what, where, expected and got.
@Suite("Checkpoints that lie")
struct HostileCheckpointTests {
    private let model = SmallModel()

    /// The message with which a file is refused; nil where it is accepted.
    private func refusal(
        _ file: [UInt8]? = nil, _ model: SmallModel? = nil
    ) throws -> String? {
        let model = model ?? self.model
        let folder = try model.written(file: file ?? model.file)
        do {
            _ = try Checkpoint.load(folder: folder.path)
            return nil
        } catch let error as CheckpointError {
            return String(describing: error).replacingOccurrences(of: folder.path + "/", with: "")
        }
    }

    private func refusal(of change: (inout SmallModel) -> Void) throws -> String? {
        var changed = model
        change(&changed)
        return try refusal(nil, changed)
    }

    /// A file whose header is this text.
    private func refusal(header: String) throws -> String? {
        try refusal(SmallModel.file(header: Array(header.utf8), data: model.parts().data))
    }

    /// A file in which one piece of the header's text is another.
    private func refusal(replacing old: String, by new: String) throws -> String? {
        let text = JSONValue.object(model.parts().header).compactText
        try #require(text.contains(old), "\(old)")
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        return try refusal(header: parts.joined(separator: new))
    }

    @Test("The untouched file is accepted")
    func sound() throws {
        #expect(try refusal() == nil)
        #expect(
            try refusal(header: JSONValue.object(model.parts().header).compactText + "   ") == nil)
    }

    @Test("A file cut at any byte of its header, and at its end, is refused")
    func cut() throws {
        let file = model.file
        let headerEnd = file.count - model.parts().data.count
        for length in Array(0..<headerEnd) + [headerEnd, file.count - 1] {
            let message = try refusal(Array(file[..<length]))
            #expect(message?.hasPrefix("model.safetensors") == true, "\(length) bytes")
        }
        #expect(try refusal([]) == "model.safetensors: expected at least 8 bytes, got 0")
        #expect(try refusal(file + [0])?.contains("data: expected") == true)
    }

    @Test(
        "Header lengths that lie are refused",
        arguments: [0, 1, 1 << 23 + 1, 1 << 40, 1 << 62, -1, Int.min] as [Int])
    func headerLength(length: Int) throws {
        var file = model.file
        for index in 0..<8 { file[index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
        #expect(
            try refusal(file)
                == "model.safetensors: header length: expected 2 to 8388608 bytes within the file, "
                + "got \(UInt64(bitPattern: Int64(length)))")
    }

    @Test(
        "Offsets that lie are refused with the tensor's name",
        arguments: [
            "[0,767]", "[1,769]", "[-768,0]", "[0.0,768]", "[0,768.0]", "[0,7.68e2]",
            "[0,9223372036854775808]", "[768,0]", "[0]", "[0,768,768]", "\"0,768\"", "null",
            "[true,768]", "[-0,768]",
        ])
    func offsets(text: String) throws {
        let message = try refusal(replacing: "[0,768]", by: text)
        #expect(message?.contains("\"h.0.attn.c_attn.bias\"") == true, "\(message ?? "accepted")")
        #expect(message?.contains("expected") == true)
    }

    @Test("Overlaps, gaps and offsets past the end are refused")
    func layout() throws {
        let second = "[768,49920]"
        for text in ["[764,49916]", "[772,49924]", "[9000000,9049152]"] {
            let message = try refusal(replacing: second, by: text)
            #expect(
                message?.contains("data: expected to start at byte") == true, "\(message ?? "")")
        }
    }

    @Test(
        "Shapes and types that lie are refused",
        arguments: [
            ("\"shape\":[192]", "\"shape\":[191]"), ("\"shape\":[192]", "\"shape\":[-192]"),
            ("\"shape\":[192]", "\"shape\":[192.0]"), ("\"shape\":[192]", "\"shape\":192"),
            ("\"shape\":[192]", "\"shape\":[4294967296,4294967296,4294967296]"),
            ("\"shape\":[192]", "\"shape\":[1,1,1,1,1,1,1,1,192]"),
            ("\"dtype\":\"F32\"", "\"dtype\":\"F33\""), ("\"dtype\":\"F32\"", "\"dtype\":32"),
            ("\"dtype\":\"F32\"", "\"dtype\":\"F32\",\"extra\":1"),
            ("\"dtype\":\"F32\",", ""), ("h.0.attn.c_attn.bias", ""),
            ("{\"dtype\":\"F32\",\"shape\":[192],\"data_offsets\":[0,768]}", "[]"),
        ])
    func entries(old: String, new: String) throws {
        let message = try refusal(replacing: old, by: new)
        #expect(
            message?.hasPrefix("model.safetensors: tensor ") == true, "\(message ?? "accepted")")
    }

    @Test("Headers that are no strict JSON are refused at their byte")
    func headers() throws {
        let deep = "{\"a\":" + String(repeating: "[", count: 200_000) + "}"
        #expect(try refusal(header: deep)?.contains("at most 64 levels") == true)
        #expect(try refusal(header: "[]")?.contains("first byte") == true)
        #expect(try refusal(header: " {}")?.contains("first byte") == true)
        #expect(try refusal(header: "{}\n")?.contains("'}' and spaces") == true)
        #expect(try refusal(header: "{}")?.contains("data: expected 0 bytes") == true)
        #expect(try refusal(header: "{\"__metadata__\":{\"a\":1}}")?.contains("strings") == true)
        #expect(
            try refusal(replacing: "c_attn.weight", by: "c_attn.bias")?.contains("once") == true)
        let invalid = SmallModel.file(header: [0x7B, 0x22, 0xFF, 0x22, 0x7D], data: [])
        #expect(try refusal(invalid)?.contains("byte 2: expected UTF-8") == true)
    }

    @Test("Missing, unknown, doubled, misshapen and mistyped tensors are refused by name")
    func tensors() throws {
        #expect(
            try refusal { $0.tensors.removeAll { $0.name == "ln_f.bias" } }
                == "model.safetensors: tensor \"ln_f.bias\": expected to be there, got none")
        #expect(
            try refusal { $0.tensors.append(.init(name: "h.1.ln_1.bias", shape: [0], bytes: [])) }?
                .contains("\"h.1.ln_1.bias\": expected only") == true)
        #expect(
            try refusal { $0.tensors.append(.init(name: "h.00.attn.bias", shape: [0], bytes: [])) }?
                .contains("\"h.00.attn.bias\": expected only") == true)
        #expect(
            try refusal { model in
                var twin = model["wpe.weight"]
                twin.name = "transformer.wpe.weight"
                model.tensors.append(twin)
            }?.contains("\"wpe.weight\": expected once") == true)
        #expect(
            try refusal { $0["h.0.attn.c_attn.weight"].shape = [192, 64] }
                == "model.safetensors: tensor \"h.0.attn.c_attn.weight\": shape: "
                + "expected [64, 192], got [192, 64]")
        #expect(
            try refusal { $0["ln_f.bias"].type = "I32" }
                == "model.safetensors: tensor \"ln_f.bias\": element type: "
                + "expected F32, F16, BF16, F64, got I32")
    }

    @Test(
        "NaN and infinities are refused with tensor and index, in every type and tensor",
        arguments: ["wte.weight", "h.0.mlp.c_fc.bias", "ln_f.weight"])
    func notFinite(name: String) throws {
        for (value, got) in [
            (Float.nan, "NaN"), (.infinity, "an infinity"), (-.infinity, "an infinity"),
        ] {
            for type in ["F32", "F16", "BF16"] {
                var changed = model
                changed[name].bytes.replaceSubrange(20..<24, with: SmallModel.bytes(value))
                if type != "F32" { changed = changed.narrowed(to: type) }
                #expect(
                    try refusal(nil, changed)
                        == "model.safetensors: tensor \"\(name)\": element 5: "
                        + "expected a finite number, got \(got)")
            }
        }
    }

    @Test(
        "A config.json that disagrees with the weights or the engine is refused by its key",
        arguments: [
            ("n_layer", JSONValue.integer(2), "h.1."), ("n_layer", .integer(0), "layers"),
            ("n_embd", .integer(128), "head width"), ("n_head", .integer(2), "head width"),
            ("n_embd", .integer(.max), "width"), ("n_layer", .integer(.max), "layers"),
            ("n_positions", .integer(8), "wpe.weight"), ("vocab_size", .integer(255), "wte.weight"),
            ("vocab_size", .string("256"), "vocab_size"),
            ("model_type", .string("llama"), "model_type"),
            ("activation_function", .string("relu"), "activation_function"),
            ("n_inner", .integer(128), "n_inner"),
            ("scale_attn_by_inverse_layer_idx", .null, "scale_attn_by_inverse_layer_idx"),
        ])
    func config(key: String, value: JSONValue, named: String) throws {
        let message = try refusal { model in
            model.config.removeAll { $0.0 == key }
            model.config.append((key, value))
        }
        #expect(message?.contains(named) == true, "\(message ?? "accepted")")
    }

    @Test(
        "A config.json without a key, or that is no object, is refused; a missing file is missing")
    func configFiles() throws {
        for key in ["n_layer", "n_embd", "n_head", "n_positions", "vocab_size"] {
            let message = try refusal { $0.config.removeAll { $0.0 == key } }
            #expect(message == "config.json: \(key): expected an integer, got nothing")
        }
        let folder = try model.written()
        let config = folder.path + "/config.json"
        for (text, part) in [("[]", "expected an object"), ("{", "end of the text")] {
            try Data(text.utf8).write(to: URL(filePath: config))
            #expect {
                try Checkpoint.load(folder: folder.path)
            } throws: { String(describing: $0).contains(part) }
        }
        try FileManager.default.removeItem(atPath: config)
        #expect(throws: PlatformError.missing(path: config)) {
            try Checkpoint.load(folder: folder.path)
        }
    }

    @Test("A manifest with a part missing or mistyped is refused by the part's path")
    func manifests() throws {
        let file = Vectors.house.appending(path: "Models/glyph-nano/manifest.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        for (old, new, named) in [
            ("\"name\": \"glyph-nano\"", "\"name\": 1", "name"),
            ("\"layers\": 4", "\"layers\": -4", "shape.layers"),
            ("\"width\": 256", "\"width\": 202", "head width"),
            ("\"sha256\": \"", "\"sha256\": \"X", "files[0].sha256"),
            ("\"model.safetensors\"", "\"../model\"", "files[0].name"), ("{", "[", "expected"),
        ] {
            try #require(text.contains(old))
            let changed = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
                .joined(separator: new)
            #expect {
                try ModelManifest(json: Array(changed.utf8), file: "manifest.json")
            } throws: { String(describing: $0).contains(named) }
        }
    }
}
