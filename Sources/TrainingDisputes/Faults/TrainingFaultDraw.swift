internal import Training
internal import Trials

/// Draws faults of every kind; equal seeds draw equal faults.
struct TrainingFaultDraw {
    private let subject: TrainingSubject
    private var random: ActorRandom

    /// A fault that changes no weight is drawn again, so many times at most.
    private static let attemptCountMax = 2_000

    init(_ subject: TrainingSubject, seed: String) {
        self.subject = subject
        random = ActorRandom(seed: seed, actor: "fault")
    }

    private var plan: TrainingPlan { subject.run.plan }

    /// A fault after whose step the weights differ, and where it appears; nil where none was drawn.
    mutating func fault(
        _ kind: TrainingFaultKind
    ) throws -> (fault: TrainingFault, truth: FaultTruth)? {
        for _ in 0..<Self.attemptCountMax {
            guard let fault = candidate(kind) else { continue }
            let ground = try subject.ground(fault.step)
            guard let truth = ground.truth(fault) else { continue }
            let values = try AlteredTraining.values(
                subject.run, fault.step, subject.weights[fault.step],
                fault.altered(fault.step, subject.run))
            if values.after != subject.weights[fault.step + 1] { return (fault, truth) }
        }
        return nil
    }

    private mutating func candidate(_ kind: TrainingFaultKind) -> TrainingFault? {
        let step = index(below: plan.stepCount)
        switch kind {
        case .weightBit:
            let tensor = StepTensor.before[index(below: 4)]
            let element = index(below: tensor.elementCount(plan))
            let bit = index(below: 23)
            let weight =
                StepValues.elements(of: subject.weights[step])[tensor.rawValue][element]
                ^ (1 << Int64(bit))
            // Beyond the clamp, sums might not fit.
            guard tensor.bounds.contains(weight) else { return nil }
            return .weightBit(step: step, tensor, element: element, bit: bit)
        case .rounding:
            let rounded: [StepTensor] = [.hiddenSums, .logits, .hiddenGradients] + StepTensor.after
            let tensor = rounded[index(below: rounded.count)]
            return .rounding(
                step: step, tensor, element: index(below: tensor.elementCount(plan)))
        case .sample:
            return .sample(
                step: step, place: index(below: plan.batchCount),
                sample: index(below: subject.run.chunk.sampleCount))
        case .order: return step + 1 < plan.stepCount ? .order(step: step) : nil
        case .rate:
            let change: Int64 = index(below: 2) == 0 ? 1 : -1
            // A shift of 0 has no half.
            guard plan.batchShift + plan.rateShift + Int(change) >= 1 else { return nil }
            return .rate(step: step, change: change)
        }
    }

    private mutating func index(below count: Int) -> Int {
        random.integer(in: 0...count - 1)
    }
}
