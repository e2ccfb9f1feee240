import Architectures
import Checkpoints
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing

/// Weights of Qwen2's form: which tensors make which parameter, in all containers and types.
@Suite("Checkpoints of Qwen2's form")
struct Qwen2CheckpointTests {
    private func loaded(_ model: SmallModel) throws -> Checkpoint {
        let folder = try model.written()
        return try Checkpoint.load(folder: folder.path)
    }

    private func refusal(_ change: (inout SmallModel) -> Void) -> String? {
        var model = SmallQwen2.model()
        change(&model)
        do {
            _ = try loaded(model)
            return nil
        } catch {
            return "\(error)".split(separator: "model.safetensors: ").last.map(String.init)
        }
    }

    private static func values(_ model: SmallModel, _ name: String) -> [Double] {
        let bytes = model["model." + name].bytes
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            let bits = (0..<4).reduce(UInt32(0)) {
                $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1))
            }
            return Double(Float(bitPattern: bits))
        }
    }

    @Test("Every element of every parameter is the one that the page's table names")
    func elements() throws {
        let model = SmallQwen2.model()
        let checkpoint = try loaded(model)
        let expected = SmallQwen2.integers { Self.values(model, $0) }
        #expect(checkpoint.weights.tensors.count == expected.count)
        for tensor in checkpoint.weights.tensors {
            #expect(tensor.elements == expected[tensor.name], "\(tensor.name)")
        }
    }

    @Test("A layout names the parameters of its architecture, with their shapes and formats")
    func layouts() throws {
        let qwen2 = try TransformerShape(
            layerCount: 3, width: 96, headCount: 6, keyValueHeadCount: 2, headWidth: 128,
            hiddenWidth: 200, vocabularyCount: 300, contextTokenCount: 77)
        let gpt2 = try TransformerShape(
            layerCount: 3, width: 128, headCount: 2, vocabularyCount: 300, contextTokenCount: 77)
        for architecture in [Architecture.qwen2(qwen2, rotaryBase: 10_000), .gpt2(gpt2)] {
            let form = ModelForm(architecture)
            #expect(try form.architecture() == architecture)
            let layout = ModelLayout(form)
            let names = layout.parameters.filter(\.isHashed).map {
                Parameter($0.name, $0.dimensions, $0.format)
            }
            #expect(Set(names) == Set(architecture.parameters))
            #expect(names.count == architecture.parameters.count)
            #expect(layout.parameterCount == architecture.shape.parameterCount)
        }
    }

    @Test("Types, prefixes, buffers and output heads change no integer")
    func same() throws {
        let model = SmallQwen2.model()
        let hash = try loaded(model).integerWeightsHash
        #expect(try loaded(model.narrowed(to: "BF16")).integerWeightsHash == hash)
        #expect(try loaded(model.narrowed(to: "F16")).integerWeightsHash == hash)
        var other = SmallQwen2.model(prefix: "")
        for (name, shape) in [
            ("lm_head.weight", [3]), ("layers.1.self_attn.rotary_emb.inv_freq", [32]),
            ("rotary_emb.inv_freq", [32]),
        ] {
            other.tensors.append(
                .init(
                    name: name, shape: shape,
                    bytes: .init(repeating: 0xFF, count: 4 * shape[0])))
        }
        #expect(try loaded(other).integerWeightsHash == hash)
        var changed = model
        changed["model.layers.1.self_attn.v_proj.bias"].bytes[3] ^= 0x80
        #expect(try loaded(changed).integerWeightsHash != hash)
    }

    @Test("An unknown, missing, doubled or misshapen tensor is refused by its name")
    func refusals() {
        for name in [
            "model.layers.2.input_layernorm.weight", "model.layers.0.mlp.gate_proj.bias",
            "model.layers.0.self_attn.o_proj.bias", "model.layers.0.self_attn.q_norm.weight",
            "model.layers.00.self_attn.rotary_emb.inv_freq", "wte.weight", "lm_head.bias",
            "score.weight",
            "transformer.norm.weight", "model.layers.0.attn.bias",
        ] {
            let message = refusal { $0.tensors.append(.init(name: name, shape: [0], bytes: [])) }
            #expect(
                message == "tensor \"\(name)\": expected only the tensors of Qwen2, got this")
        }
        for (name, _) in SmallQwen2.shapes {
            #expect(
                refusal { model in model.tensors.removeAll { $0.name == "model." + name } }
                    == "tensor \"\(name)\": expected to be there, got none")
        }
        #expect(
            refusal { model in
                var twin = model["model.norm.weight"]
                twin.name = "norm.weight"
                model.tensors.append(twin)
            }?.hasPrefix("tensor \"norm.weight\": expected once") == true)
        #expect(
            refusal { $0["model.layers.0.mlp.down_proj.weight"].shape = [24, 32] }
                == "tensor \"model.layers.0.mlp.down_proj.weight\": shape: "
                + "expected [32, 24], got [24, 32]")
        #expect(
            refusal { model in
                let nan = SmallModel.bytes(.nan)
                model["model.layers.1.self_attn.k_proj.weight"].bytes.replaceSubrange(
                    8..<12, with: nan)
            }
                == "tensor \"model.layers.1.self_attn.k_proj.weight\": element 2: "
                + "expected a finite number, got NaN")
    }

    @Test("Every element of a joined parameter is found in its file again")
    func places() throws {
        let model = SmallQwen2.model()
        let checkpoint = try loaded(model)
        let layout = ModelLayout(ModelForm(checkpoint.weights.architecture))
        for parameter in layout.hashedParameters {
            let elements = checkpoint.weights[parameter.name].elements
            let sources = parameter.sources.map { Self.values(model, $0.name) }
            let factor = parameter.format == .weight ? 4096.0 : 65_536.0
            for (element, value) in elements.enumerated() {
                let place = parameter.place(ofElement: element)
                let found = (sources[place.source][place.element] * factor)
                    .rounded(.toNearestOrEven)
                guard found == Double(value) else {
                    Issue.record("\(parameter.name) \(element): \(found), not \(value)")
                    break
                }
            }
        }
    }

    @Test("A cache gives the integers again, and to no other form's parameters")
    func cache() throws {
        let folder = try SmallQwen2.model().written()
        let cache = try IntegerCache(folder: folder.path)
        let architecture = try Checkpoint.architecture(folder: folder.path)
        var (written, read): ([[Int32]], [[Int32]]) = ([], [])
        _ = try cache.fill(
            from: WeightsFile.open(folder: folder.path), architecture: architecture
        ) { written.append($0.elements) }
        let hash = try cache.read(architecture: architecture) { read.append($0.elements) }
        #expect(try hash == Checkpoint.load(folder: folder.path).integerWeightsHash)
        #expect(read == written)
        let gpt2 = try TransformerShape(
            layerCount: 2, width: 64, headCount: 1, vocabularyCount: 48, contextTokenCount: 8)
        let others = try [(1, 1, 24), (2, 2, 24), (2, 1, 12)].map { heads, keys, hidden in
            Architecture.qwen2(
                try TransformerShape(
                    layerCount: 2, width: SmallQwen2.width, headCount: heads,
                    keyValueHeadCount: keys, headWidth: 64, hiddenWidth: hidden,
                    vocabularyCount: SmallQwen2.vocabulary, contextTokenCount: 8),
                rotaryBase: 1_000_000)
        }
        for other in [.gpt2(gpt2)] + others {
            #expect(throws: CheckpointError.self) { try cache.read(architecture: other) { _ in } }
        }
    }

    @Test(
        "HDF5 in the same names is the same model",
        .enabled(if: HDF5File.libraryVersion != nil, "needs libhdf5"))
    func hdf5() throws {
        let folder = try SmallQwen2.model().written()
        let target = try TemporaryFolder()
        let conversion = try ModelConversion(
            folder: folder.path, to: .hdf5, targetFolder: target.path)
        #expect(conversion.tensorCount == SmallQwen2.shapes.count)
        try WholeFile.write(
            WholeFile.read(folder.path + "/config.json", byteCountMax: 1 << 20),
            to: target.path + "/config.json")
        let hash = try Checkpoint.load(folder: folder.path).integerWeightsHash
        #expect(conversion.integerWeightsHash == hash)
        #expect(try Checkpoint.load(folder: target.path).integerWeightsHash == hash)
    }
}
