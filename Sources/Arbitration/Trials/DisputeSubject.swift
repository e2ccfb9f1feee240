internal import Architectures
package import Inference
package import Proving
package import Tensors
package import Traces

/// The subject of trials of disputes: a model and some prompts, with an honest run of them of which
/// all tensors are kept.
package struct DisputeSubject {
    package let task: DisputeTask
    /// The trace of all operations of all prompts.
    package let trace: Trace
    let transformer: Transformer
    let trees: ParameterTrees
    /// The outputs of each prompt.
    let outputs: [PromptOutputs]

    /// - Parameters:
    ///   - model: the digests of the weights that the transformer runs.
    ///   - parameter: the integers of a parameter of the same model.
    ///
    /// **Throws:** ``DisputeTaskError``, `InferenceError`.
    package init(
        transformer: Transformer, model: TracedModel, challenges: [TracedChallenge],
        parameter: @escaping (String) throws -> IntegerTensor
    ) throws {
        let architecture = transformer.architecture
        let schedule = try TracePlan(
            .operations, architecture, operations: architecture.operations
        ).schedule
        var trace = Trace(
            level: .operations, model: model, schedule: schedule,
            prompts: challenges.map {
                TracedPrompt(
                    salt: $0.challenge.salt, prompt: $0.prompt, tokenIDs: $0.challenge.tokenIDs,
                    records: [])
            }, maker: [])
        let task = try DisputeTask(trace)
        let outputs = try challenges.indices.map {
            try PromptOutputs(transformer, task, prompt: $0)
        }
        for (prompt, outputs) in outputs.enumerated() {
            trace.prompts[prompt].records = outputs.records(task, prompt: prompt)
        }
        self.task = task
        self.trace = trace
        self.transformer = transformer
        self.outputs = outputs
        trees = ParameterTrees(parameter)
    }

    /// The party that stands by the honest run.
    package func honestParty() -> TraceParty {
        TraceParty(task: task, trace: trace, source: KeptSource(outputs, trees))
    }

    /// A party that stands by the honest run with another run of one prompt in its place.
    func party(prompt: Int, _ other: PromptOutputs, records: [TraceRecord]) -> TraceParty {
        var trace = trace
        trace.prompts[prompt].records = records
        var outputs = outputs
        outputs[prompt] = other
        return TraceParty(task: task, trace: trace, source: KeptSource(outputs, trees))
    }
}

extension DisputeSubject {
    /// The tensors of the honest run.
    package var source: any TensorSource { KeptSource(outputs, trees) }

    /// The elements of an output of the honest run, row-major; nil for the proof.
    package func elements(prompt: Int, place: Int) -> [Int64]? {
        outputs[prompt].elements[place]
    }

    /// The records of ``forged(prompt:_:)``.
    package func forgedRecords(
        prompt: Int, _ change: (inout PromptOutputs) -> Void
    ) -> [TraceRecord] {
        var other = outputs[prompt]
        change(&other)
        return other.records(task, prompt: prompt)
    }

    /// A party that stands by the honest run with changes in one prompt's tensors, none of which
    /// affects another tensor.
    package func forged(
        prompt: Int, _ change: (inout PromptOutputs) -> Void
    ) -> TraceParty {
        var other = outputs[prompt]
        change(&other)
        return party(prompt: prompt, other, records: other.records(task, prompt: prompt))
    }
}
