import Cryptography
import Testing
import Training
import TrainingDisputes

/// Small runs to plant faults and lies in.
enum Subjects {
    struct Form: Sendable, CustomTestStringConvertible {
        let inputs: Int
        let hidden: Int
        let classes: Int
        let batchBits: Int
        let rateBits: Int
        let steps: Int

        var testDescription: String {
            "D=\(inputs) H=\(hidden) C=\(classes) b=\(batchBits) k=\(rateBits) T=\(steps)"
        }
    }

    static let forms = [
        Form(inputs: 12, hidden: 8, classes: 4, batchBits: 3, rateBits: 2, steps: 16),
        Form(inputs: 5, hidden: 3, classes: 2, batchBits: 0, rateBits: 4, steps: 9),
        Form(inputs: 33, hidden: 17, classes: 10, batchBits: 2, rateBits: -1, steps: 4),
        Form(inputs: 1, hidden: 20, classes: 7, batchBits: 4, rateBits: 1, steps: 21),
    ]

    static func subject(_ form: Form, seed: UInt8 = 7) throws -> TrainingSubject {
        let seed = Digest(bytes: [UInt8](repeating: seed, count: 32))
        let plan = try TrainingPlan(
            shape: TrainingShape(
                inputCount: form.inputs, hiddenCount: form.hidden, classCount: form.classes),
            batchShift: form.batchBits, rateShift: form.rateBits, stepCount: form.steps)
        let run = try TrainingRun(
            plan: plan, seed: seed,
            chunk: DrawnChunk.chunk(
                inputCount: form.inputs, classCount: form.classes, sampleCount: 60, seed: seed),
            start: TrainingWeights(shape: plan.shape, name: "start"))
        return try TrainingSubject(TrainingEvidence(run, startName: "start"))
    }
}
