package import Fingerprints
internal import Inference
internal import Platform
internal import Proving
package import Traces

/// The same prompts run under many circumstances, each run compared with the usual one.
///
/// The usual run has the backend and threads asked for, batches of eight, and a digest of every
/// operation's output. There is no tolerance: digests are equal or different.
package struct VariationMatrix: Sendable {
    package let usual: Trace
    /// Whether the golden has the usual run's proofs; nil where there is no golden, or it gives no
    /// hash for this number of prompts.
    package let matchesGolden: Bool?
    /// The proofs of the usual run, lower-case hex.
    package let proofHashes: [String]
    package private(set) var outcomes: [VariationOutcome] = []
    private let subject: VariationSubject

    /// Makes the usual run. **Throws:** `InferenceError` of the first prompt that has no proof.
    package init(_ subject: VariationSubject) throws {
        self.subject = subject
        usual = try Self.usualRun(subject).trace(.operations, subject.challenges)
        let judge = VariationJudge(usual: usual, golden: subject.golden)
        let proofs = VariationJudge.proofHashes(usual)
        matchesGolden = judge.matchesGolden(proofs)
        proofHashes = proofs.compactMap(\.self)
    }

    package var golden: Golden? { subject.golden }

    private static func usualRun(_ subject: VariationSubject) -> RunHere {
        RunHere(
            prover: subject.prover, model: subject.model,
            work: WorkHere(threadCount: subject.threadCount))
    }

    /// Runs the variations one after the other.
    ///
    /// - Parameter onOutcome: called after each variation.
    ///
    /// **Throws:** errors of a run in this process; a child's failure is its outcome.
    package mutating func run(
        _ variations: [Variation], onOutcome: (VariationOutcome) -> Void = { _ in }
    ) throws {
        for variation in variations {
            let watch = Stopwatch()
            let result = try result(of: variation)
            let outcome = VariationOutcome(
                variation: variation, result: result, nanoseconds: watch.nanoseconds)
            outcomes.append(outcome)
            onOutcome(outcome)
        }
    }

    // MARK: One variation

    private func result(of variation: Variation) throws -> VariationOutcome.Result {
        let challenges = Array(subject.challenges.prefix(variation.promptCount))
        let judge = VariationJudge(usual: usual, golden: subject.golden)
        let usualRun = Self.usualRun(subject)
        func usualAgain(_ level: TraceLevel) throws -> Trace {
            try usualRun.trace(level, challenges)
        }
        switch variation.work {
        case .missing(let why): return .notExercised(why)
        case .here(let work):
            let prover = try work.backend.map(subject.load) ?? subject.prover
            let run = RunHere(prover: prover, model: subject.model, work: work)
            func again(_ level: TraceLevel) throws -> Trace { try run.trace(level, challenges) }
            if work.isUntraced {
                return try judge.result(
                    proofs: run.proofHashes(promptCount: challenges.count),
                    promptCount: challenges.count, usualAgain: usualAgain, traced: again)
            }
            return try judge.result(
                again(.operations), promptCount: challenges.count,
                expectedGap: work.expectedGap, usualAgain: usualAgain, variedAgain: again)
        case .program(let work):
            guard let place = subject.program else {
                return .notExercised("no other process can be started")
            }
            let run = RunElsewhere(place: place, work: work, name: variation.name)
            func again(_ level: TraceLevel) throws -> Trace {
                try run.trace(level, promptCount: challenges.count)
            }
            do {
                return try judge.result(
                    again(.operations), promptCount: challenges.count, expectedGap: nil,
                    usualAgain: usualAgain, variedAgain: again)
            } catch RunElsewhere.Failure.unavailable(let why) {
                return .notExercised(why)
            } catch RunElsewhere.Failure.failed(let why) {
                return .failed(why)
            }
        }
    }
}

// MARK: A planted one

extension VariationMatrix {
    /// A variation with one flipped bit at a place that follows from the seed, and the finding that
    /// a search must come to.
    ///
    /// **Throws:** as ``run(_:onOutcome:)``.
    package func planted(seed: String) throws -> (variation: Variation, bit: PlantedBit) {
        let run = Self.usualRun(subject)
        let (bit, planted) = try SingleBit.drawn(
            seed: seed, promptCount: subject.challenges.count,
            architecture: subject.prover.transformer.architecture
        ) { try run.trace($0, subject.challenges) }
        var work = WorkHere(threadCount: subject.threadCount)
        work.fault = bit
        let variation = Variation(
            "planted", .planted,
            "bit \(planted.bit) of element \(planted.element) of \(planted.operation) of prompt "
                + "\(planted.prompt) flipped",
            promptCount: subject.challenges.count, .here(work))
        return (variation, planted)
    }
}
