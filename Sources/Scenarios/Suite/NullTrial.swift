package import Trials

/// Honest use without an attack: an oracle that fires here lies.
package struct NullTrial: Sendable {
    package struct Outcome: Sendable {
        /// What an oracle, honest use or the laboratory complained of; nil where all stayed green.
        package let complaint: String?
        package let log: EventLog
    }

    package let system: any SystemTrials
    package let profile: Profile
    package let seed: String

    package init(system: any SystemTrials, profile: Profile, seed: String) {
        self.system = system
        self.profile = profile
        self.seed = seed
    }

    package func run() -> Outcome { run(system) }

    private func run<System: SystemTrials>(_ system: System) -> Outcome {
        var log = EventLog()
        do {
            var random = ActorRandom(seed: seed, actor: "null")
            let use = system.honestUse(&random)
            return try Trial.withFolder(isNeeded: use.needsDisk) {
                folder in
                let allowance = Scenario.Assumptions(
                    workShare: "0/1", canWork: false, keys: [], surfaces: [])
                let ground = try system.ground(
                    TrialSetup(
                        profile: profile, guards: .all, seed: "null \(seed)",
                        budget: system.nullBudget, allowance: allowance, folder: folder))
                defer { log = ground.record.log }
                let complaint = try complaint(ground, use.operations, system.nullOracles(profile))
                return Outcome(complaint: complaint, log: ground.record.log)
            }
        } catch {
            return Outcome(complaint: "lab fault: \(error)", log: log)
        }
    }

    private func complaint<Operation, Oracle: RawRepresentable<String>>(
        _ ground: any TrialGround<Operation, Oracle>, _ operations: [Operation],
        _ oracles: [Oracle]
    ) throws -> String? {
        for operation in operations { try ground.perform(operation) }
        if let complaint = try complaint(ground, oracles) { return complaint }
        if let complaint = try ground.poll() { return complaint }
        return try complaint(ground, oracles)
    }

    private func complaint<Operation, Oracle: RawRepresentable<String>>(
        _ ground: any TrialGround<Operation, Oracle>, _ oracles: [Oracle]
    ) throws -> String? {
        for oracle in oracles {
            if case .violated(let evidence) = try ground.finding(of: oracle.rawValue) {
                return "\(oracle.rawValue): \(evidence)"
            }
        }
        return nil
    }

    /// Several of each system and profile; what went wrong, by the number of the run.
    package static func complaints(
        runCount: Int, systems: [any SystemTrials], threadCount: Int
    ) -> [(run: Int, complaint: String)] {
        let kinds = systems.flatMap { system in Profile.allCases.map { (system, $0) } }
        let trials = (0..<runCount).map { run in
            let (system, profile) = kinds[run % kinds.count]
            return NullTrial(system: system, profile: profile, seed: "\(run)")
        }
        let outcomes = Suite.map(trials, threadCount: threadCount) { $0.run().complaint }
        return outcomes.enumerated().compactMap { run, complaint in complaint.map { (run, $0) } }
    }
}
