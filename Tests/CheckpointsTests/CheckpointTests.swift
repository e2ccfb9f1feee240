import Checkpoints
import Encodings
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Checkpoints that hold")
struct CheckpointTests {
    private func hash(_ model: SmallModel) throws -> String {
        let folder = try model.written()
        return try Checkpoint.load(folder: folder.path).integerWeightsHash
    }

    @Test("One model in F32, F16 and BF16 gives one integer weights hash")
    func types() throws {
        let model = SmallModel()
        let expected = try hash(model)
        #expect(try hash(model.narrowed(to: "F16")) == expected)
        #expect(try hash(model.narrowed(to: "BF16")) == expected)
        var changed = model
        changed["wte.weight"].bytes[3] ^= 0x80
        #expect(try hash(changed) != expected)
    }

    @Test("Names with and without a prefix, mask buffers and the repeated output change nothing")
    func names() throws {
        var model = SmallModel()
        let expected = try hash(model)
        for index in model.tensors.indices {
            model.tensors[index].name = "transformer." + model.tensors[index].name
        }
        #expect(try hash(model) == expected)
        model.tensors.append(
            .init(
                name: "h.0.attn.bias", type: "U8", shape: [1, 1, 4, 4],
                bytes: .init(repeating: 1, count: 16)))
        model.tensors.append(
            .init(name: "h.0.attn.masked_bias", shape: [], bytes: [0, 0, 0xC0, 0x7F]))
        model.tensors.append(.init(name: "lm_head.weight", type: "F16", shape: [1], bytes: [0, 0]))
        #expect(try hash(model) == expected)
    }

    @Test("Every bit pattern of the vectors converts to its integers")
    func conversionVectors() throws {
        let vectors = try Vectors.load("weights")
        var count = 0
        for type in [ElementType.float32, .float16, .bfloat16] {
            let vector = try vectors.at(type.rawValue)
            let bytes = try vector.at("bits").integers().flatMap { bits in
                (0..<type.byteCount).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
            }
            for (key, format) in [("q12", IntegerFormat.weight), ("q16", .activation)] {
                let converted = try unsafe bytes.withUnsafeBytes { buffer in
                    try unsafe WholeConversion(buffer, type: type, format: format)
                }
                #expect(converted.elements == (try vector.at(key).integers()).map { Int32($0) })
                count += converted.elements.count
            }
        }
        #expect(count == 2 * (304 + 311 + 119))
    }

    @Test("Every finite F16 and BF16 value converts as the rounding rule says")
    func everyHalf() throws {
        for bits in UInt16.min ... .max {
            for type in [ElementType.float16, .bfloat16] {
                let value =
                    type == .float16
                    ? Double(Float16(bitPattern: bits))
                    : Double(Float(bitPattern: UInt32(bits) << 16))
                guard value.isFinite else { continue }
                let rounded = (value * 65536).rounded(.toNearestOrEven)
                let expected = Int32(min(max(rounded, -0x1p28), 0x1p28))
                let bytes = [UInt8(bits & 0xFF), UInt8(bits >> 8)]
                let got = try unsafe bytes.withUnsafeBytes { buffer in
                    try unsafe WholeConversion(buffer, type: type, format: .activation)
                }
                #expect(got.elements == [expected], "\(type) \(bits)")
            }
        }
    }

    @Test("One float32 on the clamp, around it or beyond changes nothing of the others")
    func longConversions() throws {
        let values = (0..<10_000).map { Float($0 % 4001 - 2000) * 0x1.0002p-10 }
        for format in [IntegerFormat.weight, .activation] {
            let scale = Double(1 << format.fractionalBitCount)
            let limit = Float(Double(format.clamp) / scale)
            for place in [0, 4_095, 4_096, 9_999] {
                for value in [limit.nextDown, limit, limit.nextUp, .greatestFiniteMagnitude] {
                    for signed in [value, -value] {
                        var changed = values
                        changed[place] = signed
                        let converted = try whole(changed, format)
                        let expected = changed.map { value in
                            let rounded = (Double(value) * scale).rounded(.toNearestOrEven)
                            return Int32(
                                min(max(rounded, -Double(format.clamp)), Double(format.clamp)))
                        }
                        #expect(converted.elements == expected, "\(signed) at \(place)")
                        #expect(converted.beyondClampCount == (value > limit ? 1 : 0))
                    }
                }
                var changed = values
                changed[place] = .nan
                let error = try #require(throws: FloatConversion.NotFinite.self) {
                    try whole(changed, format)
                }
                #expect(error.index == place && error.isNaN)
            }
        }
    }

    private func whole(_ values: [Float], _ format: IntegerFormat) throws -> WholeConversion {
        try unsafe values.flatMap(SmallModel.bytes).withUnsafeBytes { buffer in
            try unsafe WholeConversion(buffer, type: .float32, format: format)
        }
    }

    @Test(
        "A synthetic model is the same file twice, and the vectors' file",
        arguments: [("synth-tiny", 2), ("synth-small", 4)])
    func synthetic(seed: String, layerCount: Int) throws {
        let shape = try TransformerShape(
            layerCount: layerCount, width: 64 * layerCount, headCount: layerCount,
            vocabularyCount: 50257, contextTokenCount: 1024)
        let vectors = try Vectors.load("fingerprints").at(seed)
        for _ in 0..<2 {
            let folder = try TemporaryFolder()
            try SyntheticModel(seed: seed, shape: shape).write(toFolder: folder.path)
            let digest = try FileDigest.sha256(folder.path + "/model.safetensors")
            #expect(digest.text == (try vectors.at("file_sha256").string()))
        }
    }

    @Test("Every manifest of the house is sound")
    func manifests() throws {
        let models = Vectors.house.appending(path: "Models")
        var names: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: models.path).sorted() {
            let file = models.appending(path: "\(name)/manifest.json")
            guard let bytes = try? Data(contentsOf: file) else { continue }
            #expect(try ModelManifest(json: Array(bytes), file: name).name == name)
            names.append(name)
        }
        #expect(names.count == 14)
    }
}
