import Architectures
import Checkpoints
import Shadows
import Tensors
import TestSupport
import Testing

@Suite("A model's pass in floats")
struct Float32PassTests {
    @Test("The base equals a pass that reads like its definition, to the bit")
    func definition() throws {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 2000, contextTokenCount: 16)
        try SyntheticModel(seed: "pass", shape: shape, isWide: false).write(toFolder: folder.path)
        let weights = try Checkpoint.load(folder: folder.path).weights
        let model = FloatModel(weights, keepsRows: false)
        let ids: [Int32] = [17, 3, 1999, 42, 7, 300, 5]
        let plain = PlainPass(
            width: weights.shape.width, layerCount: weights.shape.layerCount
        ) { name in
            let tensor = weights[name]
            let scale: Float = tensor.format == .weight ? 4096 : 65536
            return tensor.elements.map { Float($0) / scale }
        }.rows(ids)
        let operations = model.architecture.operations
        for variant in FloatKernels.variantNames.indices {
            let kernels = try #require(FloatKernels(.base, variant: variant))
            let outputs = Float32Pass(model: model, kernels: kernels)
                .outputs(ids, through: operations.count - 1)
            #expect(outputs.count == operations.count)
            for (place, operation) in operations.enumerated() where operation.kind == .softmax {
                let layer = try #require(operation.station.layer)
                let rows = (0..<weights.shape.headCount).map { head in
                    let start = (head * ids.count + ids.count - 1) * ids.count
                    return Array(outputs[place][start..<start + ids.count])
                }
                #expect(rows == plain[layer], "layer \(layer), variant \(variant)")
            }
        }
    }

    @Test("A row goes onto the grid by exact remainders, ties to the lower index")
    func quantized() {
        #expect(FloatRow.quantized([1]) == [100])
        #expect(FloatRow.quantized([0.5, 0.5]) == [50, 50])
        #expect(FloatRow.quantized([0.125, 0.125, 0.125, 0.625]) == [13, 13, 12, 62])
        #expect(FloatRow.quantized([0.25, 0, 0.75]) == [25, 0, 75])
        // A softmax row sums to 1 but for rounding.
        let third: Float = 0.33333334
        #expect(FloatRow.quantized([third, third, third]) == [34, 33, 33])
        // More are missing than there are entries: the last rounds go round again.
        #expect(FloatRow.quantized([0.5, 0.4765625]) == [51, 49])
    }
}
