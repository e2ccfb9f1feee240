internal import CTraining

/// The memory that one step works in, one block of it.
///
/// **Why it is safe:** the pointers of ``step(_:shift:)`` hold while this lives and point to ranges
/// that do not overlap, each as long as `ctraining.h` asks.
@safe final class TrainingRoom {
    private let memory: UnsafeMutableRawPointer
    private let sizes: [Int]
    private let shape: TrainingShape
    private let batchCount: Int
    let keepsOutputs: Bool

    /// Samples and hidden units, filled up to whole panels and blocks.
    let paddedBatchCount: Int
    var panelCount: Int { paddedBatchCount / Int(CT_PANEL) }
    let blockCount: Int

    init(shape: TrainingShape, batchCount: Int, keepsOutputs: Bool) {
        let (panel, block) = (Int(CT_PANEL), Int(CT_BLOCK))
        let (d, h, c) = (shape.inputCount, shape.hiddenCount, shape.classCount)
        let samples = (batchCount + panel - 1) / panel * panel
        let blocks = (h + block - 1) / block
        let (units, pairs) = (blocks * block, (d + 1) / 2)
        let kept = keepsOutputs ? 1 : 0
        sizes = [
            units * pairs * 4, units * pairs * 4, blocks,  // W1 in limbs
            samples * pairs * 4, (d + panel - 1) / panel * panel * samples * 2,  // x
            kept * h * samples * 4, h * samples * 4,  // a, r
            batchCount * c * 8, batchCount * c * 4, c * samples * 4,  // z, p, g
            units * samples * 2, units * samples * 2, samples / panel * blocks,  // q in limbs
            h * d * 4, h * 4, c * h * 4, c * 4,  // the weights after the step
            kept * h * d * 8, kept * h * 8, kept * c * h * 8, kept * c * 8,  // sums
        ].map { ($0 + 63) / 64 * 64 }
        unsafe memory = UnsafeMutableRawPointer.allocate(
            byteCount: sizes.reduce(0, +), alignment: 64)
        self.shape = shape
        self.batchCount = batchCount
        self.keepsOutputs = keepsOutputs
        paddedBatchCount = samples
        blockCount = blocks
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// A step with its room; weights and samples are the caller's.
    func step(_ inputs: TrainingInputs, shift: Int) -> ct_step {
        var next = unsafe memory
        var index = 0
        func part<Element>(_ type: Element.Type) -> UnsafeMutablePointer<Element> {
            defer {
                unsafe next += sizes[index]
                index += 1
            }
            return unsafe next.assumingMemoryBound(to: type)
        }
        func kept<Element>(_ type: Element.Type) -> UnsafeMutablePointer<Element>? {
            let start = unsafe part(type)
            return unsafe keepsOutputs ? start : nil
        }
        return unsafe ct_step(
            D: shape.inputCount, H: shape.hiddenCount, C: shape.classCount, B: batchCount,
            shift: Int32(shift), hidden: inputs.hidden, hidden_bias: inputs.hiddenBias,
            output: inputs.output, output_bias: inputs.outputBias, samples: inputs.samples,
            batch: inputs.batch, hidden_low: part(Int16.self), hidden_high: part(Int16.self),
            hidden_is_high: part(UInt8.self), columns: part(Int16.self), rows: part(Int16.self),
            a: kept(Int32.self), r: part(Int32.self), z: part(Int64.self), p: part(Int32.self),
            g: part(Int32.self), q_low: part(Int16.self), q_high: part(Int16.self),
            q_is_high: part(UInt8.self), new_hidden: part(Int32.self),
            new_hidden_bias: part(Int32.self), new_output: part(Int32.self),
            new_output_bias: part(Int32.self), hidden_sums: kept(Int64.self),
            hidden_bias_sums: kept(Int64.self), output_sums: kept(Int64.self),
            output_bias_sums: kept(Int64.self))
    }
}

/// Pointers to the arrays of a step, which hold for one call.
@unsafe struct TrainingInputs {
    let hidden: UnsafePointer<Int32>
    let hiddenBias: UnsafePointer<Int32>
    let output: UnsafePointer<Int32>
    let outputBias: UnsafePointer<Int32>
    let samples: UnsafePointer<UInt8>
    let batch: UnsafePointer<Int64>

    /// **Precondition:** no array is empty, which holds for every shape.
    static func with<Result>(
        _ weights: TrainingWeights, _ chunk: TrainingChunk, _ samples: [Int],
        _ body: (TrainingInputs) -> Result
    ) -> Result {
        let batch = samples.map(Int64.init)
        return unsafe weights.hidden.withUnsafeBufferPointer { hidden in
            unsafe weights.hiddenBias.withUnsafeBufferPointer { hiddenBias in
                unsafe weights.output.withUnsafeBufferPointer { output in
                    unsafe weights.outputBias.withUnsafeBufferPointer { outputBias in
                        unsafe chunk.bytes.withUnsafeBufferPointer { bytes in
                            unsafe batch.withUnsafeBufferPointer { batch in
                                unsafe body(
                                    TrainingInputs(
                                        hidden: hidden.baseAddress!,
                                        hiddenBias: hiddenBias.baseAddress!,
                                        output: output.baseAddress!,
                                        outputBias: outputBias.baseAddress!,
                                        samples: bytes.baseAddress!, batch: batch.baseAddress!))
                            }
                        }
                    }
                }
            }
        }
    }
}
