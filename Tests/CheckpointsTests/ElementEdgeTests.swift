import Checkpoints
import Encodings
import TestSupport
import Testing

@Suite("Elements at the edges")
struct ElementEdgeTests {
    private func load(_ model: SmallModel) throws -> Checkpoint {
        let folder = try model.written()
        return try Checkpoint.load(folder: folder.path)
    }

    @Test("The small model's integer weights hash is the one that Python computes")
    func pinned() throws {
        let checkpoint = try load(SmallModel())
        #expect(
            checkpoint.integerWeightsHash
                == "3b496ce118004e1ae99a7b1df6dc560d439cf925c7c8a7eabc49c00bb7fddc92")
        #expect(checkpoint.summary.beyondClampCount == 0)
        #expect(checkpoint.summary.elementTypes == [.float32])
    }

    @Test("Values on the clamp are not beyond it; values past it become it and are counted")
    func clamps() throws {
        for (name, limit) in [("h.0.mlp.c_fc.weight", Float(16)), ("wte.weight", 4096)] {
            for sign in [Float(1), -1] {
                var model = SmallModel()
                model[name].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(sign * limit))
                let onClamp = try load(model)
                #expect(onClamp.summary.beyondClampCount == 0, "\(name)")
                for beyond in [limit.nextUp, limit * 2, .greatestFiniteMagnitude] {
                    model[name].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(sign * beyond))
                    let pastClamp = try load(model)
                    #expect(pastClamp.summary.beyondClampCount == 1, "\(name)")
                    #expect(pastClamp.integerWeightsHash == onClamp.integerWeightsHash)
                }
            }
        }
    }

    @Test("Signed zeros, subnormals and halves of the last place round to the same integers")
    func tiny() throws {
        var model = SmallModel()
        model["wpe.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(0))
        let expected = try load(model).integerWeightsHash
        for value in [
            Float(-0.0), Float.leastNonzeroMagnitude, -Float.leastNormalMagnitude, 0x1p-17,
            -0x1p-17,
        ] {
            model["wpe.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(value))
            #expect(try load(model).integerWeightsHash == expected, "\(value)")
        }
        model["wpe.weight"].bytes.replaceSubrange(
            0..<4, with: SmallModel.bytes(Float(0x1p-17).nextUp))
        #expect(try load(model).integerWeightsHash != expected)
    }

    @Test("One file may hold all three types, which the checkpoint lists")
    func mixedTypes() throws {
        let model = SmallModel()
        var mixed = model
        mixed["wte.weight"] = model.narrowed(to: "F16")["wte.weight"]
        mixed["ln_f.bias"] = model.narrowed(to: "BF16")["ln_f.bias"]
        let checkpoint = try load(mixed)
        #expect(checkpoint.integerWeightsHash == (try load(model).integerWeightsHash))
        #expect(checkpoint.summary.elementTypes == [.float32, .float16, .bfloat16])
    }

    @Test("The order of the tensors in the file, and of the header's members, changes nothing")
    func order() throws {
        let model = SmallModel()
        let expected = try load(model).integerWeightsHash
        for seed in 0..<5 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var shuffled = model
            shuffled.tensors.shuffle(using: &random)
            let (header, data) = shuffled.parts()
            let text = JSONValue.object(header.shuffled(using: &random)).compactText
            let folder = try shuffled.written(
                file: SmallModel.file(header: Array(text.utf8), data: data))
            let checkpoint = try Checkpoint.load(folder: folder.path)
            #expect(checkpoint.integerWeightsHash == expected, "seed \(seed)")
        }
    }

    @Test("The final norm is checked but not hashed")
    func finalNorm() throws {
        let model = SmallModel()
        var changed = model
        changed["ln_f.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(9))
        #expect(try load(changed).integerWeightsHash == load(model).integerWeightsHash)
    }
}
