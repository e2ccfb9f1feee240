internal import Architectures
internal import Inference
package import Proving
internal import Tensors
package import Traces

/// The side of a dispute whose machine has a fault.
package struct FaultyMachine {
    private let model: SelfTestModel
    private let change: PlantedFault.Change
    private let form: EngineForm
    private let prover: Prover
    private let traced: TracedModel

    /// - Parameter backend: the place of the machine's prover in the model.
    package init(
        _ model: SelfTestModel, _ change: PlantedFault.Change, form: EngineForm, backend: Int
    ) {
        self.model = model
        self.change = change
        self.form = form
        let honest = model.provers[backend]
        guard case .parameter(let tensor, let isClaimed) = change else {
            prover = honest
            traced = model.traced
            return
        }
        prover = Prover(
            tokenizer: honest.tokenizer, transformer: honest.transformer.replacing(tensor))
        traced = isClaimed ? model.claiming(tensor) : model.traced
    }

    /// The trace of some of the prompts that this machine hands out.
    package func trace(_ level: TraceLevel, prompts: [Int]) throws -> Trace {
        if case .weights(let name) = level {
            var tensor = model.subject.weights[name]
            if case .parameter(let changed, isClaimed: true) = change, changed.name == name {
                tensor = changed
            }
            return model.weightsTrace(tensor, traced)
        }
        return try TracedRun(
            prover: prover, challenges: prompts.map(challenge), level: level, model: traced,
            settings: GoldenRun.Settings(threadCount: model.threadCount), form: form,
            interference: interference(prompts)
        ).trace
    }

    private func interference(_ prompts: [Int]) -> PlantedInterference? {
        switch change {
        case .output, .operations:
            PlantedInterference(change: change, subject: model.subject, prompts: prompts)
        case .parameter, .token: nil
        }
    }

    private func challenge(_ prompt: Int) -> TracedChallenge {
        var asked = model.subject.prompts[prompt]
        if case .token(prompt, let position, let id) = change {
            var ids = asked.tokenIDs
            ids[position] = id
            asked = FaultSubject.Prompt(salt: asked.salt, prompt: asked.prompt, tokenIDs: ids)
        }
        return TracedChallenge(salt: asked.salt, prompt: asked.prompt, tokenIDs: asked.tokenIDs)
    }
}
