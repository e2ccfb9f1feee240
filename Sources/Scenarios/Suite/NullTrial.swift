package import Trials

/// Honest use without an attack: an oracle that fires here lies.
package struct NullTrial: Sendable {
    package struct Outcome: Sendable {
        /// The first complaint of an oracle, of honest use or of the laboratory; nil where there
        /// was none.
        package let complaint: String?
        package let log: EventLog
    }

    package let system: any SystemTrials
    package let profile: Profile
    package let seed: String
    package let nodeCount: Int

    package init(
        system: any SystemTrials, profile: Profile, seed: String, nodeCount: Int = 1
    ) {
        self.system = system
        self.profile = profile
        self.seed = seed
        self.nodeCount = nodeCount
    }

    package func run() -> Outcome { run(system) }

    private func run<System: SystemTrials>(_ system: System) -> Outcome {
        var log = EventLog()
        do {
            var random = ActorRandom(seed: seed, actor: "null")
            let use = system.honestUse(&random, nodeCount: nodeCount)
            return try Trial.withFolder(isNeeded: use.needsDisk) {
                folder in
                let arena = try system.arena(
                    TrialSetup(
                        profile: profile, guards: .all, seed: "null \(seed)",
                        nodeCount: nodeCount, budget: system.nullBudget, allowance: .none,
                        folder: folder))
                defer { log = arena.record.log }
                let complaint = try complaint(
                    arena, use, system.nullOracles(profile, nodeCount: nodeCount))
                return Outcome(complaint: complaint, log: arena.record.log)
            }
        } catch {
            return Outcome(complaint: "lab fault: \(error)", log: log)
        }
    }

    private func complaint<Operation, Oracle: RawRepresentable<String>>(
        _ arena: any TrialArena<Operation, Oracle>, _ use: HonestUse<Operation>,
        _ oracles: [Oracle]
    ) throws -> String? {
        for (node, operation) in use.operations { try arena.perform(operation, at: node) }
        if let complaint = try complaint(arena, oracles) { return complaint }
        if let complaint = try arena.poll() { return complaint }
        return try complaint(arena, oracles)
    }

    private func complaint<Operation, Oracle: RawRepresentable<String>>(
        _ arena: any TrialArena<Operation, Oracle>, _ oracles: [Oracle]
    ) throws -> String? {
        for oracle in oracles {
            if case .violated(let evidence) = try arena.finding(of: oracle.rawValue) {
                return "\(oracle.rawValue): \(evidence)"
            }
        }
        return nil
    }

    /// Runs several of each system and profile. **Result:** complaints, by the number of the run.
    package static func complaints(
        runCount: Int, systems: [any SystemTrials], nodeCount: Int = 1, threadCount: Int
    ) -> [(run: Int, complaint: String)] {
        let kinds = systems.flatMap { system in Profile.allCases.map { (system, $0) } }
        let trials = (0..<runCount).map { run in
            let (system, profile) = kinds[run % kinds.count]
            return NullTrial(
                system: system, profile: profile, seed: "\(run)", nodeCount: nodeCount)
        }
        let outcomes = Suite.map(trials, threadCount: threadCount) { $0.run().complaint }
        return outcomes.enumerated().compactMap { run, complaint in complaint.map { (run, $0) } }
    }
}
