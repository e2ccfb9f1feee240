import Cryptography
import TestSupport
import Training

/// Steps to try: of any shape, by a seed.
enum TrainingCases {
    /// The numbers that weights and inputs are drawn from.
    enum Kind: CaseIterable {
        /// As a run begins.
        case usual
        /// Any within the clamp, and any bytes.
        case wide
        /// Those at the ends: ±2^23, and 0 and 255.
        case ends
        /// All at one end, so that sums grow as far as they can.
        case top, bottom
    }

    static func step(
        _ shape: TrainingShape, batchShift: Int, rateShift: Int, _ kind: Kind,
        _ generator: inout SeededGenerator
    ) throws -> TrainingStep {
        let plan = try TrainingPlan(
            shape: shape, batchShift: batchShift, rateShift: rateShift, stepCount: 1)
        let chunk = try chunk(shape, sampleCount: 5, kind, &generator)
        return try TrainingStep(
            plan: plan, weights: weights(shape, kind, &generator), chunk: chunk,
            samples: (0..<plan.batchCount).map { _ in Int.random(in: 0..<5, using: &generator) })
    }

    static func weights(
        _ shape: TrainingShape, _ kind: Kind, _ generator: inout SeededGenerator
    ) throws -> TrainingWeights {
        let top = TrainingShape.weightMax
        func drawn(_ count: Int) -> [Int32] {
            (0..<count).map { _ in
                switch kind {
                case .usual: Int32.random(in: -4096...4095, using: &generator)
                case .wide: Int32.random(in: -top...top, using: &generator)
                case .ends: Bool.random(using: &generator) ? top : -top
                case .top: top
                case .bottom: -top
                }
            }
        }
        return try TrainingWeights(
            shape: shape, hidden: drawn(shape.hiddenCount * shape.inputCount),
            hiddenBias: drawn(shape.hiddenCount),
            output: drawn(shape.classCount * shape.hiddenCount),
            outputBias: drawn(shape.classCount))
    }

    static func chunk(
        _ shape: TrainingShape, sampleCount: Int, _ kind: Kind,
        _ generator: inout SeededGenerator
    ) throws -> TrainingChunk {
        var bytes: [UInt8] = []
        for _ in 0..<sampleCount {
            for _ in 0..<shape.inputCount {
                switch kind {
                case .usual, .wide: bytes.append(UInt8.random(in: 0...255, using: &generator))
                case .ends: bytes.append(Bool.random(using: &generator) ? 0 : 255)
                case .top: bytes.append(255)
                case .bottom: bytes.append(0)
                }
            }
            bytes.append(UInt8(Int.random(in: 0..<shape.classCount, using: &generator)))
        }
        return try TrainingChunk(
            inputCount: shape.inputCount, classCount: shape.classCount, bytes: bytes)
    }

    /// A small run that begins as every run does.
    static func run(stepCount: Int, seed: UInt64 = 1) throws -> TrainingRun {
        var generator = SeededGenerator(seed: seed)
        let shape = try TrainingShape(inputCount: 6, hiddenCount: 5, classCount: 3)
        return try TrainingRun(
            plan: TrainingPlan(shape: shape, batchShift: 2, rateShift: 1, stepCount: stepCount),
            seed: Digest(bytes: [UInt8](repeating: UInt8(seed), count: 32)),
            chunk: chunk(shape, sampleCount: 9, .usual, &generator),
            start: TrainingWeights(shape: shape, name: "run"))
    }
}
