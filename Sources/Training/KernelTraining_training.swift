internal import CTraining
internal import Classifiers
internal import Tensors

/// Steps by the C kernels of one variant.
///
/// **Determinism:** the ranges of the threads follow from the numbers alone, each result is made by
/// one thread, and all are integers, so that neither variant nor threads can matter.
struct KernelTraining: TrainingBackend {
    let name: String
    private let table: TrainingTable
    private let softmax: SoftmaxRows

    /// Multiply-adds of one layer below which threads cost more than they save.
    private static let sharedWorkMin = 1 << 20

    /// The variants that this machine can run, the fastest first.
    static let usable: [KernelTraining] = {
        var usable: [KernelTraining] = []
        while let kernels = unsafe ct_usable_kernels(usable.count) {
            let name = unsafe String(cString: kernels.pointee.name)
            guard let softmax = SoftmaxRows(named: name) ?? SoftmaxRows(named: "portable") else {
                preconditionFailure("no kernels in plain C")
            }
            unsafe usable.append(
                KernelTraining(name: name, table: TrainingTable(kernels), softmax: softmax))
        }
        return usable
    }()

    func result(
        of step: TrainingStep, keepingOutputs: Bool, workers: Workers
    ) -> TrainingStepResult {
        let shape = step.plan.shape
        let room = TrainingRoom(
            shape: shape, batchCount: step.samples.count, keepsOutputs: keepingOutputs)
        let workers = Self.useful(workers, shape, step.samples.count)
        return unsafe TrainingInputs.with(step.weights, step.chunk, step.samples) { inputs in
            let job = unsafe room.step(inputs, shift: step.plan.shift)
            unsafe pack(job, room, workers)
            let loss = unsafe trainSamples(job, room, workers, step)
            let shared = unsafe Shared(job)
            let table = table
            workers.split(room.blockCount) { _, range in
                unsafe withUnsafePointer(to: shared.value) {
                    unsafe table.kernels.pointee.update($0, range.lowerBound, range.upperBound)
                }
            }
            return unsafe TrainingStepResult(
                weights: Self.weights(job, shape), loss: loss,
                outputs: keepingOutputs ? Self.outputs(job, shape, room) : [])
        }
    }

    func evaluation(
        of weights: TrainingWeights, on chunk: TrainingChunk, samples: Range<Int>, workers: Workers
    ) -> TrainingEvaluation {
        var correctCount = 0
        var loss: Int64 = 0
        for start in stride(
            from: samples.lowerBound, to: samples.upperBound, by: TrainingShape.countMax)
        {
            let end = min(start + TrainingShape.countMax, samples.upperBound)
            let part = evaluation(of: weights, on: chunk, Array(start..<end), workers)
            correctCount += part.correctCount
            loss += part.loss
        }
        return TrainingEvaluation(
            sampleCount: samples.count, correctCount: correctCount, loss: loss)
    }

    // MARK: Operations

    private static func useful(
        _ workers: Workers, _ shape: TrainingShape, _ sampleCount: Int
    ) -> Workers {
        let work = shape.inputCount * shape.hiddenCount * sampleCount
        return work < sharedWorkMin ? .alone : workers
    }

    private func pack(_ job: ct_step, _ room: TrainingRoom, _ workers: Workers) {
        let shared = unsafe Shared(job)
        let table = table
        workers.split(room.blockCount) { _, range in
            unsafe withUnsafePointer(to: shared.value) {
                unsafe table.kernels.pointee.pack($0, range.lowerBound, range.upperBound)
            }
        }
    }

    /// Forward, softmax and gradients; returns the sum of the losses.
    private func trainSamples(
        _ job: ct_step, _ room: TrainingRoom, _ workers: Workers, _ step: TrainingStep
    ) -> Int64 {
        var losses = [Int64](repeating: 0, count: workers.count)
        let (table, softmax) = (table, softmax)
        unsafe losses.withUnsafeMutableBufferPointer { losses in
            let shared = unsafe Shared((job, losses))
            workers.split(room.panelCount) { part, range in
                let (job, losses) = unsafe shared.value
                unsafe withUnsafePointer(to: job) {
                    unsafe table.kernels.pointee.forward($0, range.lowerBound, range.upperBound)
                    let samples = unsafe Self.samples(job, range)
                    unsafe Self.writeProbabilities(job, samples, softmax)
                    unsafe losses[part] = Self.loss(job, samples, step.chunk, step.samples)
                    unsafe table.kernels.pointee.gradients($0, range.lowerBound, range.upperBound)
                }
            }
        }
        return losses.reduce(0, +)
    }

    private func evaluation(
        of weights: TrainingWeights, on chunk: TrainingChunk, _ samples: [Int], _ workers: Workers
    ) -> TrainingEvaluation {
        let room = TrainingRoom(
            shape: weights.shape, batchCount: samples.count, keepsOutputs: false)
        let workers = Self.useful(workers, weights.shape, samples.count)
        let (table, softmax) = (table, softmax)
        return unsafe TrainingInputs.with(weights, chunk, samples) { inputs in
            let job = unsafe room.step(inputs, shift: 1)
            unsafe pack(job, room, workers)
            let shared = unsafe Shared(job)
            workers.split(room.panelCount) { _, range in
                unsafe withUnsafePointer(to: shared.value) {
                    unsafe table.kernels.pointee.forward($0, range.lowerBound, range.upperBound)
                }
            }
            unsafe Self.writeProbabilities(job, 0..<samples.count, softmax)
            return unsafe TrainingEvaluation(
                sampleCount: samples.count,
                correctCount: Self.correctCount(job, chunk, samples),
                loss: Self.loss(job, 0..<samples.count, chunk, samples))
        }
    }

    /// The samples of some panels.
    private static func samples(_ job: ct_step, _ panels: Range<Int>) -> Range<Int> {
        let start = panels.lowerBound * Int(CT_PANEL)
        return unsafe start..<min(panels.upperBound * Int(CT_PANEL), job.B)
    }

    private static func writeProbabilities(
        _ job: ct_step, _ samples: Range<Int>, _ softmax: SoftmaxRows
    ) {
        let start = unsafe samples.lowerBound * job.C
        unsafe softmax.write(
            job.p + start, of: job.z + start, rows: samples.count, columns: job.C)
    }

    private static func loss(
        _ job: ct_step, _ samples: Range<Int>, _ chunk: TrainingChunk, _ batch: [Int]
    ) -> Int64 {
        var sum: Int64 = 0
        for row in samples {
            let probability = unsafe job.p[row * job.C + chunk.label(batch[row])]
            sum += ClassifierLoss.loss(probability: Int64(probability))
        }
        return sum
    }

    private static func correctCount(
        _ job: ct_step, _ chunk: TrainingChunk, _ batch: [Int]
    ) -> Int {
        batch.enumerated().count { row, sample in
            let logits = unsafe UnsafeBufferPointer(start: job.z + row * job.C, count: job.C)
            var best = 0
            for index in logits.indices where unsafe logits[index] > logits[best] {
                best = index
            }
            return best == chunk.label(sample)
        }
    }

    // MARK: Results

    private static func weights(_ job: ct_step, _ shape: TrainingShape) -> TrainingWeights {
        func array(_ start: UnsafeMutablePointer<Int32>, _ count: Int) -> [Int32] {
            unsafe Array(UnsafeBufferPointer(start: start, count: count))
        }
        let (d, h, c) = (shape.inputCount, shape.hiddenCount, shape.classCount)
        return unsafe TrainingWeights(
            clamped: shape, hidden: array(job.new_hidden, h * d),
            hiddenBias: array(job.new_hidden_bias, h), output: array(job.new_output, c * h),
            outputBias: array(job.new_output_bias, c))
    }

    private static func outputs(
        _ job: ct_step, _ shape: TrainingShape, _ room: TrainingRoom
    ) -> [TrainingOutput] {
        let batchCount = unsafe job.B
        return TrainingOperation.allCases.map { operation in
            let size = operation.size(shape, batchCount: batchCount)
            let count = size.rows * size.columns
            return TrainingOutput(
                operation: operation, rows: size.rows, columns: size.columns,
                elements: unsafe elements(
                    operation, job, count: count, stride: room.paddedBatchCount,
                    rows: size.rows))
        }
    }

    /// - Parameter stride: of what is [units][samples], and is told as [samples][units].
    private static func elements(
        _ operation: TrainingOperation, _ job: ct_step, count: Int, stride: Int, rows: Int
    ) -> [Int64] {
        func plain<Element: FixedWidthInteger>(_ start: UnsafePointer<Element>?) -> [Int64] {
            guard let start = unsafe start else { return [] }
            return (0..<count).map { unsafe Int64(start[$0]) }
        }
        func turned(_ value: (_ place: Int) -> Int64) -> [Int64] {
            let columns = count / rows
            return (0..<count).map { value($0 % columns * stride + $0 / columns) }
        }
        switch operation {
        case .hiddenSums:
            guard let a = unsafe job.a else { return [] }
            return turned { unsafe Int64(a[$0]) }
        case .activations: return turned { unsafe Int64(job.r[$0]) }
        case .logits: return unsafe plain(job.z)
        case .probabilities: return unsafe plain(job.p)
        case .gradients: return turned { unsafe Int64(job.g[$0]) }
        case .hiddenGradients:
            return turned { unsafe Int64(job.q_high[$0]) << 16 + Int64(job.q_low[$0]) }
        case .outputSums: return unsafe plain(job.output_sums)
        case .outputBiasSums: return unsafe plain(job.output_bias_sums)
        case .hiddenSumsOfInputs: return unsafe plain(job.hidden_sums)
        case .hiddenBiasSums: return unsafe plain(job.hidden_bias_sums)
        case .hidden: return unsafe plain(job.new_hidden)
        case .hiddenBias: return unsafe plain(job.new_hidden_bias)
        case .output: return unsafe plain(job.new_output)
        case .outputBias: return unsafe plain(job.new_output_bias)
        }
    }
}

/// The functions of one variant.
///
/// **Why @unchecked:** a pointer to constant functions that live as long as the program.
@safe private struct TrainingTable: @unchecked Sendable {
    let kernels: UnsafePointer<ct_kernels>

    init(_ kernels: UnsafePointer<ct_kernels>) {
        unsafe self.kernels = kernels
    }
}
