package import Cryptography
internal import Training

/// The search for the place where two training runs part.
package enum TrainingLocator {
    /// The verdict on two traces.
    package enum Verdict: Sendable, Equatable {
        case match
        /// Other plans, seeds, data or starts: two runs of different tasks.
        case otherRun(fact: String, left: String, right: String)
        /// The first step, counted from 0, after which the weights differ; before it they agree.
        case step(Int, before: Digest, left: Digest, right: Digest)
    }

    /// The first tensor in which two records of one step differ.
    package struct Difference: Sendable, Equatable {
        package let tensor: StepTensor
        /// The first element that differs; nil where a record keeps no elements.
        package let element: Element?

        package struct Element: Sendable, Equatable {
            /// Row-major, and by row and column.
            package let place: Int
            package let index: [Int]
            package let left: Int64
            package let right: Int64
            /// How many elements of the tensor differ.
            package let differingCount: Int
        }
    }

    /// Compares two traces by their hashes alone.
    package static func verdict(
        _ left: TrainingTraceFile, _ right: TrainingTraceFile
    ) -> Verdict {
        if let (fact, ours, theirs) = otherFact(left.run, right.run) {
            return .otherRun(fact: fact, left: ours, right: theirs)
        }
        let hashes = zip(left.weightHashes, right.weightHashes)
        // The starts are facts, so that the first that differs is behind a step.
        guard let first = hashes.enumerated().first(where: { $0.element.0 != $0.element.1 }) else {
            return .match
        }
        return .step(
            first.offset - 1, before: left.weightHashes[first.offset - 1],
            left: first.element.0, right: first.element.1)
    }

    /// The first fact in which two runs differ.
    package static func otherFact(
        _ left: TrainingRunFacts, _ right: TrainingRunFacts
    ) -> (fact: String, left: String, right: String)? {
        let facts = [left, right].map { run in
            let plan = run.plan
            return [
                ("inputs", "\(plan.shape.inputCount)"), ("hidden", "\(plan.shape.hiddenCount)"),
                ("classes", "\(plan.shape.classCount)"), ("batch_bits", "\(plan.batchShift)"),
                ("rate_bits", "\(plan.rateShift)"), ("steps", "\(plan.stepCount)"),
                ("seed", run.seed.text), ("chunk", run.chunk.text), ("start", run.start.text),
            ]
        }
        for (ours, theirs) in zip(facts[0], facts[1]) where ours.1 != theirs.1 {
            return (ours.0, ours.1, theirs.1)
        }
        return nil
    }

    /// The first tensor, in their order, in which two records differ; nil where none does.
    ///
    /// **Precondition:** both are of one run's step.
    package static func difference(_ left: StepRecord, _ right: StepRecord) -> Difference? {
        precondition(
            left.step == right.step && otherFact(left.run, right.run) == nil,
            "records of steps \(left.step) and \(right.step)")
        for tensor in StepTensor.allCases
        where left.digests[tensor.rawValue] != right.digests[tensor.rawValue] {
            return Difference(tensor: tensor, element: element(tensor, left.values, right.values))
        }
        return nil
    }

    private static func element(
        _ tensor: StepTensor, _ left: StepValues?, _ right: StepValues?
    ) -> Difference.Element? {
        guard let left, let right else { return nil }
        let (ours, theirs) = (left[tensor], right[tensor])
        let differing = ours.indices.filter { ours[$0] != theirs[$0] }
        guard let place = differing.first else { return nil }
        return Difference.Element(
            place: place, index: tensor.index(of: place, left.plan), left: ours[place],
            right: theirs[place], differingCount: differing.count)
    }
}
