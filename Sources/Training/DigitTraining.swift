internal import Cryptography
package import Tensors

/// A classifier that learns drawn digits, epoch by epoch.
package struct DigitTraining: Sendable {
    /// The numbers of a run, on which every bit of its result depends.
    package struct Settings: Sendable, Equatable {
        package static let stepCountMax = 100_000
        package static let seedByteCountMax = 256

        package let seed: String
        package let stepCount: Int
        package let hiddenCount: Int
        /// b and k: see ``TrainingPlan``.
        package let batchShift: Int
        package let rateShift: Int

        package static let usual = Settings(
            seed: "digits", stepCount: 640, hiddenCount: 32, batchShift: 5, rateShift: 1)

        package init(
            seed: String, stepCount: Int, hiddenCount: Int, batchShift: Int, rateShift: Int
        ) {
            self.seed = seed
            self.stepCount = stepCount
            self.hiddenCount = hiddenCount
            self.batchShift = batchShift
            self.rateShift = rateShift
        }
    }

    /// The state before the first step, or after an epoch.
    package struct Epoch: Sendable, Equatable {
        package let stepCount: Int
        package let training: TrainingEvaluation
        package let heldOut: TrainingEvaluation
    }

    package static let trainingCount = 1_024
    package static let heldOutCount = 512

    package let settings: Settings
    package let run: TrainingRun
    package let heldOut: TrainingChunk

    /// Draws the digits. **Throws:** ``TrainingError`` for settings outside the bounds of a plan.
    package init(_ settings: Settings) throws(TrainingError) {
        try TrainingError.check("stepCount", settings.stepCount, in: 1...Settings.stepCountMax)
        try TrainingError.check(
            "seed's byteCount", settings.seed.utf8.count, in: 0...Settings.seedByteCountMax)
        let plan = try TrainingPlan(
            shape: TrainingShape(
                inputCount: DigitDrawing.side * DigitDrawing.side,
                hiddenCount: settings.hiddenCount, classCount: DigitDrawing.classCount),
            batchShift: settings.batchShift, rateShift: settings.rateShift,
            stepCount: settings.stepCount)
        let seed = Digests.sha256(settings.seed.utf8)
        self.settings = settings
        run = try TrainingRun(
            plan: plan, seed: seed,
            chunk: DigitDrawing.chunk(
                tag: "digits/training", seed: seed, count: Self.trainingCount),
            start: TrainingWeights(shape: plan.shape, name: settings.seed))
        heldOut = try DigitDrawing.chunk(
            tag: "digits/held-out", seed: seed, count: Self.heldOutCount)
    }

    /// Steps after which as many samples were drawn as there are.
    package var epochStepCount: Int { max(Self.trainingCount / run.plan.batchCount, 1) }

    /// Trains.
    ///
    /// - Parameter onStep: told how many steps are done.
    package func trained(
        by backend: any TrainingBackend, workers: Workers, onStep: (Int) -> Void = { _ in }
    ) throws -> (history: TrainingHistory, epochs: [Epoch]) {
        func epoch(_ stepCount: Int, _ weights: TrainingWeights) -> Epoch {
            func evaluation(_ chunk: TrainingChunk) -> TrainingEvaluation {
                backend.evaluation(
                    of: weights, on: chunk, samples: 0..<chunk.sampleCount, workers: workers)
            }
            return Epoch(
                stepCount: stepCount, training: evaluation(run.chunk),
                heldOut: evaluation(heldOut))
        }
        var epochs = [epoch(0, run.start)]
        let history = try run.trained(by: backend, workers: workers) { step, result in
            let done = step + 1
            if done % epochStepCount == 0 || done == run.plan.stepCount {
                epochs.append(epoch(done, result.weights))
            }
            onStep(done)
        }
        return (history, epochs)
    }
}
