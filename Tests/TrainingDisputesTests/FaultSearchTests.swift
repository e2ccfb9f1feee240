import TestSupport
import Testing
import Training
import TrainingDisputes

@Suite("The search for faults in training runs") struct FaultSearchTests {
    @Test(
        "Each of 500 planted faults is named exactly, where plain arithmetic says it must appear",
        arguments: Subjects.forms)
    func faults(form: Subjects.Form) throws {
        let subject = try Subjects.subject(form)
        let count = Thoroughness.count(5_000, else: 500) / Subjects.forms.count
        let trials = try TrainingFaultTrials(subject, count: count, seed: "search")
        #expect(trials.trials.count == count && trials.undrawn.isEmpty)
        for trial in trials.trials {
            #expect(trial.miss == nil, "seed \(trial.seed)")
            let step = trial.fault.step
            let honest = try #require(try subject.evidence.record(of: step).values)
            var plain = PlainStep(run: subject.run, honest: honest)
            plain.step = step
            let expected = try #require(plain.firstDifference(trial.fault), "seed \(trial.seed)")
            #expect(trial.truth.step == step, "seed \(trial.seed)")
            #expect(trial.truth.tensor.name == expected.name, "seed \(trial.seed)")
            #expect(trial.truth.element == expected.element, "seed \(trial.seed)")
            #expect(trial.truth.right == expected.right, "seed \(trial.seed)")
            #expect(trial.truth.wrong == expected.wrong, "seed \(trial.seed)")
        }
        let kinds = TrainingFaultKind.allCases
        #expect(kinds.allSatisfy { kind in trials.trials.contains { $0.fault.kind == kind } })
    }

    @Test("Honest runs are not accused, on any backend")
    func honest() throws {
        let subject = try Subjects.subject(Subjects.forms[0])
        for backend in TrainingBackends.usable {
            let trace = try subject.evidence.trace(by: backend)
            #expect(TrainingLocator.verdict(subject.trace, trace) == .match)
            for step in 0..<subject.run.plan.stepCount {
                let ours = try subject.evidence.record(of: step, by: TrainingBackends.reference)
                let theirs = try subject.evidence.record(of: step, by: backend)
                #expect(TrainingLocator.difference(ours, theirs) == nil)
            }
        }
    }

    @Test("Runs of other plans, seeds, data or starts are told apart from runs that differ")
    func otherRuns() throws {
        let subject = try Subjects.subject(Subjects.forms[0])
        let other = try Subjects.subject(Subjects.forms[1])
        let seed = try Subjects.subject(Subjects.forms[0], seed: 8)
        guard
            case .otherRun("inputs", "12", "5") =
                TrainingLocator.verdict(subject.trace, other.trace)
        else {
            Issue.record("\(TrainingLocator.verdict(subject.trace, other.trace))")
            return
        }
        guard case .otherRun("seed", _, _) = TrainingLocator.verdict(subject.trace, seed.trace)
        else {
            Issue.record("\(TrainingLocator.verdict(subject.trace, seed.trace))")
            return
        }
    }

    @Test(
        "Every element by its definition is what each backend computes", arguments: Subjects.forms)
    func definition(form: Subjects.Form) throws {
        let subject = try Subjects.subject(form)
        let run = subject.run
        var weights = run.start
        for step in 0..<run.plan.stepCount {
            let batch = StepBatch(plan: run.plan, seed: run.seed, chunk: run.chunk, step: step)
            let defined = StepValues(plan: run.plan, before: weights, batch: batch)
            for backend in TrainingBackends.usable {
                let result = try run.executed(step: step, from: weights, by: backend)
                #expect(StepValues(plan: run.plan, before: weights, result: result) == defined)
            }
            weights = try #require(defined.after)
        }
        #expect(weights.hash == subject.trace.weightHashes.last)
    }

    @Test("Weights at the clamp, in either sign, give the same elements")
    func extremes() throws {
        let plan = try TrainingPlan(
            shape: TrainingShape(inputCount: 256, hiddenCount: 9, classCount: 3), batchShift: 2,
            rateShift: -1, stepCount: 1)
        let seed = try Subjects.subject(Subjects.forms[0]).run.seed
        let chunk = try DrawnChunk.chunk(
            inputCount: 256, classCount: 3, sampleCount: 20, seed: seed)
        let most = TrainingShape.weightMax
        for sign in [1, -1] as [Int32] {
            let weights = try TrainingWeights(
                shape: plan.shape, hidden: (0..<256 * 9).map { $0 % 3 == 0 ? -most : sign * most },
                hiddenBias: [Int32](repeating: most, count: 9),
                output: (0..<27).map { $0 % 2 == 0 ? most : -most },
                outputBias: [-most, 0, most])
            let run = try TrainingRun(plan: plan, seed: seed, chunk: chunk, start: weights)
            let result = try run.executed(step: 0, from: weights, by: TrainingBackends.reference)
            let batch = StepBatch(plan: plan, seed: seed, chunk: chunk, step: 0)
            #expect(
                StepValues(plan: plan, before: weights, batch: batch)
                    == StepValues(plan: plan, before: weights, result: result))
        }
    }
}
