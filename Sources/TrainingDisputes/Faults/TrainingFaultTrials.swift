internal import Cryptography
internal import Training

/// A planted fault, and whether the search named it exactly.
package struct TrainingFaultTrial: Sendable {
    /// The seed that draws the same fault again.
    package let seed: String
    package let fault: TrainingFault
    package let truth: FaultTruth
    /// The error of the search, in words; nil where it named step, operation, element and both
    /// integers.
    package let miss: String?

    /// Searches as two people would who exchange files: first the traces, then the records of the
    /// step that they name.
    init(
        _ subject: TrainingSubject, _ fault: TrainingFault, truth: FaultTruth, seed: String
    ) throws {
        self.seed = seed
        self.fault = fault
        self.truth = truth
        let run = subject.run
        let altered = try AlteredTraining(run, fault: fault)
        let ours = try TrainingTraceFile(decoding: subject.trace.encoded)
        let theirs = try TrainingTraceFile(
            decoding: TrainingTraceFile(
                run: subject.evidence.facts, weightHashes: altered.weightHashes
            ).encoded)
        guard
            case .step(let step, let before, let left, let right) =
                TrainingLocator.verdict(ours, theirs)
        else {
            miss = "the traces were said to agree"
            return
        }
        let honest = try StepRecord(decoding: subject.evidence.record(of: step).encoded)
        let faulty = try StepRecord(
            decoding: StepRecord(
                run: subject.evidence.facts, step: step, values: altered.values(of: step)
            ).encoded)
        guard honest.before == before, faulty.before == before, honest.after == left,
            faulty.after == right
        else {
            miss = "the records are not of the traces' step \(step)"
            return
        }
        guard let found = TrainingLocator.difference(honest, faulty), let element = found.element
        else {
            miss = "the records of step \(step) were said to agree"
            return
        }
        let located = FaultTruth(
            step: step, tensor: found.tensor, element: element.place, right: element.left,
            wrong: element.right)
        miss = located == truth ? nil : "expected \(truth), got \(located)"
    }
}

/// Planted faults of all kinds in turn, from one seed.
package struct TrainingFaultTrials: Sendable {
    package let trials: [TrainingFaultTrial]
    package let seed: String
    /// The kinds of which no fault that changes a weight was drawn, once for each time.
    package let undrawn: [TrainingFaultKind]

    package static let countMax = 100_000

    /// - Parameter onTrial: called after each.
    package init(
        _ subject: TrainingSubject, count: Int, seed: String,
        kinds: [TrainingFaultKind] = TrainingFaultKind.allCases, onTrial: () -> Void = {}
    ) throws {
        var trials: [TrainingFaultTrial] = []
        var undrawn: [TrainingFaultKind] = []
        for number in 0..<count {
            defer { onTrial() }
            let kind = kinds[number % kinds.count]
            let own = "\(seed)/\(number)/\(kind.rawValue)"
            var draw = TrainingFaultDraw(subject, seed: own)
            guard let (fault, truth) = try draw.fault(kind) else {
                undrawn.append(kind)
                continue
            }
            trials.append(try TrainingFaultTrial(subject, fault, truth: truth, seed: own))
        }
        self.trials = trials
        self.seed = seed
        self.undrawn = undrawn
    }

    /// A fault of a kind; nil where none was drawn that changes a weight.
    package static func fault(
        _ subject: TrainingSubject, _ kind: TrainingFaultKind, seed: String
    ) throws -> TrainingFault? {
        var draw = TrainingFaultDraw(subject, seed: seed)
        return try draw.fault(kind)?.fault
    }

    package var holds: Bool { undrawn.isEmpty && trials.allSatisfy { $0.miss == nil } }
}
