package import Proving
package import Traces

/// Makes runs in this process.
package struct RunHere {
    let prover: Prover
    let model: TracedModel
    let work: WorkHere

    package init(prover: Prover, model: TracedModel, work: WorkHere) {
        self.prover = prover
        self.model = model
        self.work = work
    }

    /// The trace of the prompts, in the order of `challenges`, in whatever order they run.
    package func trace(_ level: TraceLevel, _ challenges: [TracedChallenge]) throws -> Trace {
        let places = work.order.places(challenges.count)
        var trace = try run(level, places.map { challenges[$0] }).trace
        var prompts = trace.prompts
        for (run, asked) in places.enumerated() { prompts[asked] = trace.prompts[run] }
        trace.prompts = prompts
        return trace
    }

    private func run(_ level: TraceLevel, _ challenges: [TracedChallenge]) throws -> TracedRun {
        if let start = work.start {
            let snapshot = try TracedRun(
                prover: prover, challenges: challenges,
                level: .values(operation: "\(start)"), model: model,
                settings: GoldenRun.Settings(threadCount: work.threadCount)
            ).trace
            return try TracedRun(
                continuing: snapshot, prover: prover, level: level, model: model,
                settings: work.settings, form: work.form)
        }
        return try TracedRun(
            prover: prover, challenges: challenges, level: level, model: model,
            settings: work.settings, form: work.form, interference: work.fault)
    }

    /// The proofs of the receipt's first prompts, computed without a trace.
    func proofHashes(promptCount: Int) throws -> [String] {
        try GoldenRun(
            prover: prover, promptCount: promptCount, settings: work.settings
        ).proofHashes
    }
}
