package import Architectures
internal import Cryptography
internal import Inference
package import Proving
package import Tensors
package import Traces

/// A model on which the search for faults is tried: its weights, the provers that run it, and the
/// prompts.
package struct SelfTestModel: Sendable {
    package let subject: FaultSubject
    package let traced: TracedModel
    /// A prover for each backend; the first makes the honest runs.
    package let provers: [Prover]
    package let threadCount: Int

    /// **Precondition:** at least one prover; all of them, the subject and the digests are of the
    /// same weights.
    package init(
        subject: FaultSubject, traced: TracedModel, provers: [Prover], threadCount: Int
    ) {
        precondition(!provers.isEmpty, "no prover")
        self.subject = subject
        self.traced = traced
        self.provers = provers
        self.threadCount = threadCount
    }

    package var backendNames: [String] { provers.map(\.transformer.backend.name) }

    /// The settings of an honest run.
    static let honestSettings = GoldenRun.Settings(threadCount: 1)

    /// The honest side's file with which every search begins.
    package func honestLayers() throws -> [UInt8] {
        try trace(.layers, prompts: Array(subject.prompts.indices)).encoded()
    }

    /// An honest trace of some of the subject's prompts, in this order.
    func trace(
        _ level: TraceLevel, prompts: [Int], backend: Int = 0, form: EngineForm = .batch,
        settings: GoldenRun.Settings = honestSettings
    ) throws -> Trace {
        if case .weights(let name) = level { return weightsTrace(subject.weights[name], traced) }
        return try TracedRun(
            prover: provers[backend], challenges: prompts.map(challenge), level: level,
            model: traced, settings: settings, form: form
        ).trace
    }

    func challenge(_ prompt: Int) -> TracedChallenge {
        let prompt = subject.prompts[prompt]
        return TracedChallenge(
            salt: prompt.salt, prompt: prompt.prompt, tokenIDs: prompt.tokenIDs)
    }

    /// The trace of one parameter's integers.
    func weightsTrace(_ tensor: IntegerTensor, _ model: TracedModel) -> Trace {
        var trace = Trace(
            level: .weights(parameter: tensor.name), model: model, schedule: [], prompts: [],
            maker: [])
        trace.weightValues = tensor.elements
        return trace
    }

    /// The digests of the same model with another parameter in place of its own.
    func claiming(_ tensor: IntegerTensor) -> TracedModel {
        var model = traced
        model.files = []
        for place in model.tensors.indices where model.tensors[place].name == tensor.name {
            model.tensors[place].integersDigest = TensorDigest.parameter(
                dimensions: model.tensors[place].dimensions, elements: tensor.elements)
            model.tensors[place].storedType = ""
            model.tensors[place].storedDigest = nil
        }
        model.integerWeightsHash = Self.integerWeightsHash(subject.weights, with: tensor)
        return model
    }

    /// **Source:** protocol v4, section 2.
    package static func integerWeightsHash(
        _ weights: IntegerWeights, with changed: IntegerTensor? = nil
    ) -> String {
        var hasher = SHA256Hasher()
        for tensor in weights.tensors {
            hasher.update(Array(tensor.name.utf8))
            let elements = tensor.name == changed?.name ? changed?.elements : nil
            hasher.update(littleEndian: (elements ?? tensor.elements).map(Int64.init)[...])
        }
        return hasher.finalized().text
    }
}
