extension ExperimentRun {
    /// The result of an experiment, or why this model cannot do it.
    package typealias Outcome = (
        experiment: Experiment, result: Result<ExperimentResult, ExperimentError>
    )

    /// Does experiments in the order asked for. One that the model cannot do hinders no other.
    ///
    /// **Throws:** the source's errors.
    package func outcomes(of experiments: [Experiment]) throws -> [Outcome] {
        // Two experiments read the same pass.
        let pass = SharedPass(self)
        return try experiments.map { experiment in
            do {
                return (experiment, .success(try result(of: experiment, pass)))
            } catch let error as ExperimentError {
                return (experiment, .failure(error))
            }
        }
    }

    private func result(of experiment: Experiment, _ pass: SharedPass) throws -> ExperimentResult {
        switch experiment {
        case .uniqueness: uniqueness(try pass.made())
        case .lookup: try lookup(try pass.made())
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
