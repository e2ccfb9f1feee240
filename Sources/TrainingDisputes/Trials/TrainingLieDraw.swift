internal import Cryptography
internal import Training
internal import Trials

/// Draws liars of every kind about operations of every kind; equal seeds draw equal liars.
struct TrainingLieDraw {
    private let subject: TrainingSubject
    var random: ActorRandom

    private static let attemptCountMax = 2_000

    init(_ subject: TrainingSubject, seed: String) {
        self.subject = subject
        random = ActorRandom(seed: seed, actor: "liar")
    }

    private var plan: TrainingPlan { subject.run.plan }

    mutating func index(below count: Int) -> Int { random.integer(in: 0...count - 1) }
    mutating func digest() -> Digest { Digest(bytes: random.bytes32()) }

    /// A wrong element of a tensor after which the weights differ; nil where none was drawn.
    mutating func lie(_ tensor: StepTensor) throws -> FaultTruth? {
        for _ in 0..<Self.attemptCountMax {
            let step = index(below: plan.stepCount)
            let ground = try subject.ground(step)
            let element = index(below: tensor.elementCount(plan))
            let right = ground.values[tensor][element]
            let truth = FaultTruth(
                step: step, tensor: tensor, element: element, right: right,
                wrong: otherValue(than: right, tensor))
            if try after(truth) != subject.weights[step + 1] { return truth }
        }
        return nil
    }

    /// Another lie about the same element; nil where none was drawn.
    mutating func another(than lie: FaultTruth) throws -> FaultTruth? {
        for _ in 0..<Self.attemptCountMax {
            let other = FaultTruth(
                step: lie.step, tensor: lie.tensor, element: lie.element, right: lie.right,
                wrong: otherValue(than: lie.right, lie.tensor))
            let after = try after(other)
            if other.wrong != lie.wrong, after != subject.weights[lie.step + 1],
                try after != self.after(lie)
            {
                return other
            }
        }
        return nil
    }

    private func after(_ lie: FaultTruth) throws -> TrainingWeights? {
        try AlteredTraining.values(
            subject.run, lie.step, subject.weights[lie.step],
            AlteredTraining.Step(interference: lie.interference)
        ).after
    }

    /// Another value within the tensor's bounds, near the right one or far from it.
    private mutating func otherValue(than right: Int64, _ tensor: StepTensor) -> Int64 {
        let bounds = tensor.bounds
        while true {
            let value =
                random.happens(permille: 500)
                ? right + (random.happens(permille: 500) ? -1 : 1)
                : Int64(
                    random.integer(in: Int(bounds.lowerBound)...Int(bounds.upperBound)))
            if value != right, bounds.contains(value) { return value }
        }
    }

    /// A false hash after a step before the last, which is honest again from there on.
    mutating func middle(_ hashes: [Digest], step: Int) -> [Digest] {
        var hashes = hashes
        hashes[step + 1] = digest()
        return hashes
    }

    /// Weights that differ from others in one place, within the clamp.
    mutating func other(than weights: TrainingWeights) throws -> TrainingWeights {
        try weights.changed(at: index(below: plan.shape.weightCount))
    }
}

extension FaultTruth {
    var interference: StepInterference { .element(tensor, element: element, value: wrong) }
}
