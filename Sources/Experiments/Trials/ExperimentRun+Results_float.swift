extension ExperimentRun {
    /// The results of experiments, in the order asked for.
    ///
    /// **Throws:** ``ExperimentError``, and the source's errors.
    package func results(
        of experiments: [Experiment], onResult: (Experiment) -> Void = { _ in }
    ) throws -> [ExperimentResult] {
        // Two experiments read the same pass.
        var pass: SaltedPass?
        func shared() throws -> SaltedPass {
            if let pass { return pass }
            let made = try SaltedPass(self)
            pass = made
            return made
        }
        return try experiments.map { experiment in
            defer { onResult(experiment) }
            return switch experiment {
            case .uniqueness: uniqueness(try shared())
            case .lookup: try lookup(try shared())
            case .distillation: try distillation()
            case .noise: try noise()
            case .noiseLogits: try noiseLogits()
            case .bySize: try bySize()
            case .crossModel: try crossModel()
            case .admission: try admission()
            case .duels: try duels()
            case .challenges: try challenges()
            }
        }
    }

    /// How many pieces of work experiments have, about.
    package static func workCount(
        of experiments: [Experiment], settings: ExperimentSettings, otherCount: Int
    ) -> Int {
        var (count, hasPass) = (0, false)
        for experiment in experiments {
            switch experiment {
            case .uniqueness, .lookup:
                if !hasPass { count += settings.count(SaltedPass.promptCount) }
                hasPass = true
                if experiment == .lookup { count += settings.count(SaltedPass.promptCount) / 16 }
            case .distillation:
                count += settings.count(lessonCount) + 2 * settings.count(examCount) + epochCount
            case .noise: count += 3 * settings.count(150)
            case .noiseLogits: count += 3 * settings.count(120) + settings.count(300)
            case .bySize: count += settings.count(sizeSpaceCount) + settings.count(sizeTrialCount)
            case .crossModel: count += 5 * settings.count(changeCount)
            case .admission: count += 2 * (settings.count(auditCount) + 2 * repeatCount)
            case .duels:
                count += 4 * settings.count(duelTrialCount) + 2 * settings.count(duelSpaceCount)
            case .challenges: count += (1 + otherCount) * settings.count(claimCount)
            }
        }
        return count
    }
}
