internal import Platform
package import Trials

/// Runs one scenario under one set of rules, and judges it.
package struct Trial: Sendable {
    package let scenario: Scenario
    package let profile: Profile
    /// Some may be missing, to see whether the scenario turns red.
    package let guards: Guards
    /// Seed of all randomness, besides the scenario's own.
    package let seed: String

    package init(
        scenario: Scenario, profile: Profile, guards: Guards = .all, seed: String
    ) {
        self.scenario = scenario
        self.profile = profile
        self.guards = guards
        self.seed = seed
    }

    private struct Judgement {
        let verdict: Verdict
        let evidence: String
        let record: TrialRecord
        let measurement: Measurement?
    }

    /// Runs the trial. A break is reported only if a second run in a new system repeats it event
    /// for event.
    package func run() -> TrialResult {
        let watch = Stopwatch()
        var judgement = once()
        if judgement.verdict == .broken {
            let again = once()
            if again.verdict != .broken || again.record.log.digest != judgement.record.log.digest {
                judgement = Judgement(
                    verdict: .inconclusive,
                    evidence: "broken in 1 of 2 runs: \(judgement.evidence)",
                    record: judgement.record, measurement: judgement.measurement)
            }
        }
        let expectation = scenario.expectation(profile)
        // No verdict is expected of a profile that is not attacked: it is a fault to ask for one.
        return TrialResult(
            scenario: scenario.summary, profile: profile, verdict: judgement.verdict,
            expected: expectation?.verdict ?? .held, guardsHit: judgement.record.guardsHit,
            guardsExpected: expectation?.guards ?? [], evidence: judgement.evidence,
            measurement: judgement.measurement, log: judgement.record.log, replay: replay,
            durationNanoseconds: watch.nanoseconds)
    }

    private var replay: String {
        "glyphlab attack run \(scenario.summary.id) --profile \(profile.rawValue) --seed \(seed)"
            + guards.missingNames.map { " --without \($0)" }.joined()
    }

    /// Most trials need no disk, and syncing one is most of what they would cost.
    package static func withFolder<Value>(
        isNeeded: Bool, _ body: (_ path: String?) throws -> Value
    ) throws -> Value {
        guard isNeeded else { return try body(nil) }
        return try Folder.withTemporary(prefix: "glyphlab-trial") { try body($0) }
    }

    private func once() -> Judgement { once(scenario.program) }

    private func once<Program: TrialProgram>(_ program: Program) -> Judgement {
        let steps = program.steps.filter { $0.profile == nil || $0.profile == profile }
        var record = TrialRecord(clock: LogicalClock(milliseconds: 0))
        guard scenario.profiles.contains(profile) else {
            return Judgement(
                verdict: .labFault,
                evidence: "\(scenario.summary.id) does not attack the \(profile.rawValue) rules",
                record: record, measurement: nil)
        }
        do {
            return try Self.withFolder(isNeeded: steps.contains(where: \.needsDisk)) {
                folder in
                let setup = TrialSetup(
                    profile: profile, guards: guards,
                    seed: scenario.recordedSeed ?? scenario.seed.map { "\(seed)/\($0)" } ?? seed,
                    nodeCount: scenario.nodeCount,
                    budget: scenario.budget, allowance: scenario.assumptions, folder: folder)
                let arena =
                    scenario.recordedSeed == nil
                    ? try program.system.arena(setup) : try program.system.recordedArena(setup)
                defer { record = arena.record }
                return try judge(arena, steps)
            }
        } catch {
            return Judgement(
                verdict: .labFault, evidence: "\(error)", record: record, measurement: nil)
        }
    }

    /// The rules of a verdict, in their order: a fault, the oracle, the guards, honest use.
    private func judge<Operation, Oracle>(
        _ arena: any TrialArena<Operation, Oracle>, _ steps: [Step<Operation>]
    ) throws -> Judgement {
        func judgement(_ verdict: Verdict, _ evidence: String) -> Judgement {
            Judgement(
                verdict: verdict, evidence: evidence, record: arena.record,
                measurement: arena.measurement)
        }
        for step in steps {
            do {
                try arena.perform(step.operation, at: step.node)
            } catch {
                throw StepFault("\(scenario.summary.file): \(step.place): \(error)")
            }
        }
        let finding = try arena.finding(of: scenario.summary.oracle)
        if case .violated = finding { return judgement(.broken, finding.evidence) }
        let missed = (scenario.expectation(profile)?.guards ?? []).filter {
            !arena.record.guardsHit.contains($0)
        }
        guard missed.isEmpty else {
            return judgement(
                .notExercised,
                "never fired: \(Self.names(missed)); fired: \(Self.names(arena.record.guardsHit))")
        }
        if let complaint = try arena.poll() {
            return judgement(.broken, "honest use did not go on: \(complaint)")
        }
        // A held verdict without a guard would be an attack that nothing met.
        guard !arena.record.guardsHit.isEmpty else {
            return judgement(.notExercised, "no guard fired")
        }
        let after = try arena.finding(of: scenario.summary.oracle)
        guard case .intact = after else {
            return judgement(.broken, "the oracle fired after honest use")
        }
        return judgement(
            .held,
            "\(after.evidence); stopped by \(Self.names(arena.record.guardsHit)), and honest use "
                + "went on after it")
    }

    private static func names(_ guards: [Guard]) -> String {
        guards.isEmpty ? "none" : guards.map(\.name).joined(separator: ", ")
    }
}
