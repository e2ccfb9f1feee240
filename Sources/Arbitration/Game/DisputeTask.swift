package import Architectures
package import Cryptography
internal import Proving
internal import Tensors
package import Traces

/// The task that both parties agreed on, and all that the referee knows: the plan, the prompts, and
/// the digest of each parameter's integers; no weights and no results.
package struct DisputeTask: Sendable {
    package struct Prompt: Sendable, Equatable {
        package let salt: String
        package let prompt: String
        package let tokenIDs: [Int32]
        /// The digest of salt, text and tokens, as the root covers it.
        let inputDigest: Digest

        init(_ prompt: TracedPrompt) {
            salt = prompt.salt
            self.prompt = prompt.prompt
            tokenIDs = prompt.tokenIDs
            inputDigest = prompt.inputDigest
        }
    }

    package let architecture: Architecture
    package let schedule: [ScheduledOperation]
    package let prompts: [Prompt]
    package let runDigest: Digest
    package let integersDigest: Digest
    let parameters: [String: AgreedTensor]  // looked up, never iterated
    /// The task as a trace without results, from which it can be made again.
    package let trace: Trace

    /// A parameter as it is digested: a matrix stands transposed, [outputs, inputs].
    struct AgreedTensor: Sendable {
        let form: TensorForm
        let digest: Digest
    }

    /// The task that a trace of all operations was made for; its records are not looked at.
    ///
    /// - Parameter model: the weights that were agreed on; the trace's own where nil.
    ///
    /// **Throws:** ``DisputeTaskError``.
    package init(_ trace: Trace, model: TracedModel? = nil) throws(DisputeTaskError) {
        guard trace.level == .operations else { throw .level(got: trace.level.text) }
        guard !trace.prompts.isEmpty else { throw .noPrompts }
        let model = model ?? trace.model
        let architecture = try Self.architecture(model.architecture)
        guard trace.model.architecture == model.architecture else { throw .otherModel }
        guard try trace.schedule == Self.schedule(architecture) else { throw .otherPlan }
        var parameters: [String: AgreedTensor] = [:]  // looked up, never iterated
        for tensor in model.tensors {
            parameters[tensor.name] = AgreedTensor(
                form: TensorForm(
                    dimensions: TensorDigest.parameterDimensions(tensor.dimensions),
                    type: .int32),
                digest: tensor.integersDigest)
        }
        for parameter in architecture.parameters {
            guard
                parameters[parameter.name]?.form.dimensions
                    == TensorDigest.parameterDimensions(parameter.dimensions)
            else { throw .noParameter(parameter.name) }
        }
        for (place, prompt) in trace.prompts.enumerated() {
            guard (1...architecture.shape.contextTokenCount).contains(prompt.tokenIDs.count),
                prompt.tokenIDs.allSatisfy({
                    (0..<architecture.shape.vocabularyCount).contains(Int($0))
                })
            else { throw .tokens(prompt: place) }
        }
        var agreed = trace
        agreed.model = model
        agreed.maker = []
        for place in agreed.prompts.indices {
            agreed.prompts[place].records = trace.schedule.map { _ in .notComputed(.stopsEarly) }
            agreed.prompts[place].values = []
        }
        self.architecture = architecture
        schedule = trace.schedule
        prompts = trace.prompts.map(Prompt.init)
        runDigest = agreed.runDigest
        integersDigest = agreed.integersDigest
        self.parameters = parameters
        self.trace = agreed
    }

    private static func architecture(
        _ traced: TracedArchitecture
    ) throws(DisputeTaskError) -> Architecture {
        let architecture: Architecture?
        do throws(ShapeError) {
            architecture = try traced.architecture()
        } catch {
            throw .shape(error.description)
        }
        guard let architecture else { throw .otherPlan }
        return architecture
    }

    private static func schedule(
        _ architecture: Architecture
    ) throws(DisputeTaskError) -> [ScheduledOperation] {
        do throws(TraceRequestError) {
            return try TracePlan(
                .operations, architecture, operations: architecture.operations
            ).schedule
        } catch {
            throw .shape(error.description)
        }
    }

    /// SHA-256 over the run's digest, the digest of the weights' integers, and the prompts' digests
    /// in order.
    package var digest: Digest {
        Digests.sha256(
            runDigest.bytes + integersDigest.bytes + prompts.flatMap(\.inputDigest.bytes))
    }

    // MARK: Forms

    /// The form of an operation's output; nil for the proof, which is a digest alone.
    package func form(prompt: Int, place: Int) -> TensorForm? {
        let operation = schedule[place]
        guard operation.name != ScheduledOperation.proof else { return nil }
        return TensorForm(
            dimensions: operation.dimensions(tokenCount: prompts[prompt].tokenIDs.count),
            type: operation.elementType)
    }

    /// The operation at a place of the schedule; nil for the rows and the proof, which come last.
    package func operation(at place: Int) -> Operation? {
        place < architecture.operations.count ? architecture.operations[place] : nil
    }

    /// The multiply-adds of one whole inference of a prompt.
    package func multiplyAddCount(prompt: Int) -> Int {
        architecture.operations.reduce(0) {
            $0
                + architecture.multiplyAddCount(
                    of: $1, tokenCount: prompts[prompt].tokenIDs.count)
        }
    }
}

/// Reasons for which there is no task that a referee could judge.
package enum DisputeTaskError: Error, Equatable, CustomStringConvertible {
    case level(got: String)
    case noPrompts
    case otherModel
    case otherPlan
    case shape(String)
    case noParameter(String)
    case tokens(prompt: Int)

    package var description: String {
        switch self {
        case .level(let got): "level: expected operations, got \(got)"
        case .noPrompts: "prompts: expected at least one, got none"
        case .otherModel: "architecture: expected that of the model, got another"
        case .otherPlan:
            "architecture and schedule: expected those of GPT-2 or Qwen2, every operation in "
                + "its order, "
                + "got others"
        case .shape(let what): what
        case .noParameter(let name):
            "tensors: expected \(name) in the size of the architecture, got none"
        case .tokens(let prompt):
            "prompt \(prompt): expected tokens of the vocabulary, at least one and no more than "
                + "the context has, got others"
        }
    }
}
