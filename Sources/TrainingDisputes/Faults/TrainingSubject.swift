package import Cryptography
package import Training
internal import Trials

/// The run in which faults and lies are planted, with its honest weights and trace.
package struct TrainingSubject: Sendable {
    package let evidence: TrainingEvidence
    /// [T + 1]
    let weights: [TrainingWeights]
    package let trace: TrainingTraceFile

    /// The most bytes of weights that are kept for all steps.
    package static let weightByteCountMax = 1 << 30

    /// Trains the run. **Precondition:** (T + 1) times its weights are 1 GiB at most.
    package init(_ evidence: TrainingEvidence) throws {
        let run = evidence.run
        precondition(
            (run.plan.stepCount + 1) * run.plan.shape.weightByteCount <= Self.weightByteCountMax,
            "\(run.plan.stepCount) steps of \(run.plan.shape)")
        var weights = [run.start]
        let history = try run.trained(observe: { weights.append($1.weights) })
        self.evidence = evidence
        self.weights = weights
        trace = TrainingTraceFile(run: evidence.facts, weightHashes: history.weightHashes)
    }

    package var run: TrainingRun { evidence.run }

    func ground(_ step: Int) throws -> FaultGround {
        FaultGround(
            run: run, step: step,
            values: try AlteredTraining.values(run, step, weights[step], nil))
    }
}

/// Data that everybody draws alike: a pattern for each class, and samples that scatter around it.
/// Golden-bearing.
package enum DrawnChunk {
    private static let scatter = 96

    /// **Throws:** ``TrainingError`` for counts that no chunk has.
    package static func chunk(
        inputCount: Int, classCount: Int, sampleCount: Int, seed: Digest
    ) throws(TrainingError) -> TrainingChunk {
        var patterns = TrainingDraw(tag: "patterns", seed: seed, number: 0)
        let means = (0..<classCount * inputCount).map { _ in patterns.number(below: 256) }
        var draw = TrainingDraw(tag: "samples", seed: seed, number: 0)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sampleCount * (inputCount + 1))
        for _ in 0..<sampleCount {
            let label = draw.number(below: classCount)
            for input in 0..<inputCount {
                let mean = means[label * inputCount + input]
                let value = mean + draw.number(below: 2 * scatter + 1) - scatter
                bytes.append(UInt8(min(max(value, 0), 255)))
            }
            bytes.append(UInt8(label))
        }
        return try TrainingChunk(inputCount: inputCount, classCount: classCount, bytes: bytes)
    }
}
