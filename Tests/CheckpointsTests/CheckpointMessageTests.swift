import Checkpoints
import Encodings
import Foundation
import Platform
import TestSupport
import Testing

/// Each refusal, with its message whole.
@Suite("Messages of refused checkpoints")
struct CheckpointMessageTests {
    private let model = SmallModel()

    /// The message without the folder; nil where the file is accepted.
    private func message(_ model: SmallModel, file: [UInt8]? = nil) throws -> String? {
        let folder = try model.written(file: file ?? model.file)
        do {
            _ = try Checkpoint.load(folder: folder.path)
            return nil
        } catch let error as CheckpointError {
            return error.description.replacingOccurrences(of: folder.path + "/", with: "")
        }
    }

    private func message(header: String, data: [UInt8]? = nil) throws -> String? {
        let data = data ?? model.parts().data
        return try message(model, file: SmallModel.file(header: Array(header.utf8), data: data))
    }

    private func message(renaming name: String, to other: String) throws -> String? {
        var changed = model
        changed[name].name = other
        return try message(changed)
    }

    private var header: String { JSONValue.object(model.parts().header).compactText }

    @Test("Cut and lengthened files say how many bytes are missing or left over")
    func lengths() throws {
        let file = model.file
        let dataCount = model.parts().data.count
        let headerEnd = file.count - dataCount
        for length in 0..<8 {
            #expect(
                try message(model, file: Array(file[..<length]))
                    == "model.safetensors: expected at least 8 bytes, got \(length)")
        }
        for length in [8, 9, headerEnd - 1] {
            #expect(
                try message(model, file: Array(file[..<length]))
                    == "model.safetensors: expected at least \(headerEnd) bytes, got \(length)")
        }
        for change in [-dataCount, -65536, -1, 1, 4096] {
            let changed =
                change < 0
                ? Array(file.dropLast(-change)) : file + Array(repeating: 0, count: change)
            #expect(
                try message(model, file: changed)
                    == "model.safetensors: data: expected \(dataCount) bytes (the tensors' sum), "
                    + "got \(dataCount + change)")
        }
    }

    @Test(
        "Data that overlaps or leaves a gap names the tensor, the start expected and the one got",
        arguments: [0, 4, 764, 772, 9_000_000])
    func layout(start: Int) throws {
        let lying = header.replacingOccurrences(
            of: "[768,49920]", with: "[\(start),\(start + 49152)]")
        // The tensor that comes first is judged by its start; a gap is found at what follows it.
        let (tensor, expected, got) =
            start == 0 || start == 4
            ? ("h.0.attn.c_attn.weight", 768, start)
            : start == 9_000_000
                ? ("h.0.attn.c_proj.bias", 768, 49920) : ("h.0.attn.c_attn.weight", 768, start)
        #expect(
            try message(header: lying)
                == "model.safetensors: tensor \"\(tensor)\": data: expected to start at byte "
                + "\(expected), where the tensor before it ends, got \(got)")
    }

    @Test(
        "Metadata is an object of strings or refused",
        arguments: [
            ("1", "the number 1"), ("null", "null"), ("[]", "an array"),
            ("\"x\"", "the string \"x\""), ("{\"a\":{}}", "an object"),
            ("{\"a\":\"b\",\"c\":null}", "an object"),
        ])
    func metadata(value: String, got: String) throws {
        #expect(
            try message(header: "{\"__metadata__\":\(value)," + header.dropFirst())
                == "model.safetensors: header: __metadata__: expected an object of strings, "
                + "got \(got)")
        for sound in ["{}", "{\"format\":\"pt\",\"é\":\"\"}"] {
            let text = "{\"__metadata__\":\(sound)," + header.dropFirst()
            #expect(try message(header: text) == nil)
        }
    }

    @Test("A tensor that the header names twice, in whatever spelling, is refused at the second")
    func duplicates() throws {
        let first = "{\"ln_f.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
        for name in ["ln_f.bias", "ln_\\u0066.bias"] {
            let text = first + first.dropFirst().replacingOccurrences(of: "ln_f.bias", with: name)
            #expect(
                try message(header: text.dropLast() + "}", data: [])
                    == "model.safetensors: byte \(first.utf8.count): expected each key once, "
                    + "got \"ln_f.bias\" again")
        }
    }

    @Test("Too many tensors, and too long a name, are refused with limit and number")
    func limits() throws {
        let entry = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"
        let many = (0...65_536).map { "\"a\($0)\":\(entry)" }.joined(separator: ",")
        #expect(
            try message(header: "{\(many)}", data: [])
                == "model.safetensors: header: tensors: expected at most 65536, got 65537")
        let name = String(repeating: "n", count: 513)
        #expect(
            try message(renaming: "ln_f.bias", to: name)?
                .hasSuffix("name: expected 1 to 512 bytes, got 513") == true)
        #expect(
            try message(renaming: "ln_f.bias", to: String(repeating: "n", count: 512))?
                .hasSuffix("expected only the tensors of GPT-2, got this") == true)
    }

    @Test(
        "A name that only resembles a tensor's is unknown: two prefixes, other case, marks, spaces",
        arguments: [
            "transformer.transformer.wpe.weight", "Transformer.wpe.weight", "WPE.weight",
            "transformer.\u{301}wpe.weight", "transformer\u{301}.wpe.weight", "wpe.weight\u{301}",
            "wpe.weight\0", " wpe.weight", "wpe.weight ", "transformer.", ".wpe.weight",
            "lm_head.weight.", "lm_head.bias", "h.1.attn.bias", "h.-0.attn.bias",
            "h.+0.attn.bias", "h.0.attn.bias.", "h..attn.bias", "h.0.attn.masked_bias\u{301}",
            "h.99999999999999999999.attn.bias",
        ])
    func unknownNames(name: String) throws {
        #expect(
            try message(renaming: "wpe.weight", to: name)
                == "model.safetensors: tensor \(JSONValue.quoted(name, scalarCountMax: 120)): "
                + "expected only the tensors of GPT-2, got this")
    }

    @Test("Every tensor's absence, doubling, shape and type is refused by its name")
    func everyTensor() throws {
        for tensor in model.tensors {
            let name = "model.safetensors: tensor \"\(tensor.name)\": "
            var changed = model
            changed.tensors.removeAll { $0.name == tensor.name }
            #expect(try message(changed) == name + "expected to be there, got none")
            var twin = tensor
            twin.name = "transformer." + tensor.name
            changed = model
            changed.tensors.insert(twin, at: 0)
            #expect(
                try message(changed) == name + "expected once, got it with and without a prefix")
            changed = model
            changed[tensor.name].shape = [1] + tensor.shape
            #expect(
                try message(changed)
                    == name + "shape: expected \(tensor.shape), got \([1] + tensor.shape)")
            changed = model
            changed[tensor.name].type = "U32"
            #expect(
                try message(changed) == name + "element type: expected F32, F16, BF16, F64, got U32"
            )
            changed = model
            let count = tensor.bytes.count
            changed[tensor.name].bytes.replaceSubrange(
                count - 4..<count, with: SmallModel.bytes(-.infinity))
            #expect(
                try message(changed)
                    == name + "element \(count / 4 - 1): expected a finite number, got an infinity")
            changed[tensor.name].bytes.replaceSubrange(0..<4, with: [1, 0, 0x80, 0xFF])
            #expect(
                try message(changed) == name + "element 0: expected a finite number, got NaN",
                "the first of two is named; a signalling NaN is one")
        }
    }
}
