public import Trials

/// Honest use without an attack: an oracle that fires here lies.
public struct NullTrial: Sendable {
    public struct Outcome: Sendable {
        /// What an oracle, honest use or the laboratory complained of; nil where all stayed green.
        public let complaint: String?
        public let log: EventLog
    }

    public let system: String
    public let profile: Profile
    public let model: TrialModel
    public let seed: String

    public init(system: String, profile: Profile, model: TrialModel, seed: String) {
        self.system = system
        self.profile = profile
        self.model = model
        self.seed = seed
    }

    public func run() -> Outcome {
        var log = EventLog()
        do {
            guard let description = Grounds.named(system) else {
                throw StepFault("no ground \(system)")
            }
            var random = ActorRandom(seed: seed, actor: "null")
            let operations = description.honestUse(&random)
            return try Trial.withFolder(isNeeded: operations.contains(where: \.needsFile)) {
                folder in
                let allowance = Scenario.Assumptions(
                    workShare: "0/1", canWork: false, keys: [], surfaces: [])
                let ground = try description.make(
                    TrialSetup(
                        profile: profile, guards: .all, seed: "null \(seed)", model: model,
                        budget: description.nullBudget, allowance: allowance, folder: folder))
                defer { log = ground.record.log }
                let complaint = try complaint(ground, description, operations)
                return Outcome(complaint: complaint, log: ground.record.log)
            }
        } catch {
            return Outcome(complaint: "lab fault: \(error)", log: log)
        }
    }

    private func complaint(
        _ ground: any TrialGround, _ description: GroundDescription,
        _ operations: [any StepOperation]
    ) throws -> String? {
        let oracles = description.nullOracles(profile)
        for operation in operations { try ground.perform(operation) }
        if let complaint = try complaint(ground, oracles) { return complaint }
        if let complaint = try ground.poll() { return complaint }
        return try complaint(ground, oracles)
    }

    private func complaint(
        _ ground: any TrialGround, _ oracles: [String]
    ) throws -> String? {
        for oracle in oracles {
            if case .violated(let evidence) = try ground.finding(of: oracle) {
                return "\(oracle): \(evidence)"
            }
        }
        return nil
    }

    /// Several of each system and profile; what went wrong, by the number of the run.
    public static func complaints(
        runCount: Int, systems: [String] = Suite.systems, model: TrialModel, threadCount: Int
    ) -> [(run: Int, complaint: String)] {
        let kinds = systems.flatMap { system in Profile.allCases.map { (system, $0) } }
        let trials = (0..<runCount).map { run in
            let (system, profile) = kinds[run % kinds.count]
            return NullTrial(system: system, profile: profile, model: model, seed: "\(run)")
        }
        let outcomes = Suite.map(trials, threadCount: threadCount) { $0.run().complaint }
        return outcomes.enumerated().compactMap { run, complaint in complaint.map { (run, $0) } }
    }
}
