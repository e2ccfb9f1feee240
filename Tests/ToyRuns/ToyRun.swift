import Cryptography
import TestSupport
public import Traces

/// A run of a network that computes nothing but has the shape of one: every output follows from
/// the names and the outputs before it, so that a fault spreads as it would in earnest.
public struct ToyRun: Sendable {
    /// One fault: an element of an operation's output, one more than it should be.
    public struct Fault: Sendable {
        public let prompt: Int
        public let operation: String
        public let element: Int

        public init(prompt: Int, operation: String, element: Int = 0) {
            self.prompt = prompt
            self.operation = operation
            self.element = element
        }
    }

    public struct Prompt: Sendable {
        public var salt: String
        public var prompt: String
        public var tokenIDs: [Int32]

        public init(salt: String, prompt: String, tokenIDs: [Int32]) {
            self.salt = salt
            self.prompt = prompt
            self.tokenIDs = tokenIDs
        }
    }

    public static let width = 8
    public static let headCount = 2

    public var layerCount: Int
    public var prompts: [Prompt]
    public var faults: [Fault] = []
    /// Parameters whose integers are others.
    public var otherParameters: [String] = []
    /// The operations that run, by name; an order or a choice of one's own.
    public var operationNames: [String]
    /// Nothing from this operation on is computed, but for the rows and the proof.
    public var stopsBefore: String?
    public var modelFolder: String?

    public init(layerCount: Int = 3, promptCount: Int = 2) {
        self.layerCount = layerCount
        prompts = (0..<promptCount).map {
            Prompt(
                salt: "salt_\($0)", prompt: "golden frost \($0)",
                tokenIDs: (0...Int32($0 % 3 + 2)).map { $0 * 7 })
        }
        operationNames = Self.names(layerCount: layerCount)
    }

    public func with(_ change: (inout ToyRun) -> Void) -> ToyRun {
        var copy = self
        change(&copy)
        return copy
    }

    // MARK: Schedules

    private static let layerNames: [(name: String, inputs: [String])] = [
        ("ln_1", ["x"]), ("attn.qkv", ["ln_1"]), ("attn.scores", ["attn.qkv"]),
        ("attn.probs", ["attn.scores"]), ("attn.heads", ["attn.probs", "attn.qkv"]),
        ("attn.out", ["attn.heads"]), ("residual_attn", ["x", "attn.out"]),
        ("ln_2", ["residual_attn"]), ("mlp.fc", ["ln_2"]), ("mlp.gelu", ["mlp.fc"]),
        ("mlp.out", ["mlp.gelu"]), ("residual_mlp", ["residual_attn", "mlp.out"]),
    ]

    private static func names(layerCount: Int) -> [String] {
        ["embed"] + (0..<layerCount).flatMap { layer in layerNames.map { "h.\(layer).\($0.name)" } }
            + [ScheduledOperation.proofRows, ScheduledOperation.proof]
    }

    private func inputNames(of name: String) -> [String] {
        switch name {
        case "embed": return []
        case ScheduledOperation.proofRows: return (0..<layerCount).map { "h.\($0).attn.probs" }
        case ScheduledOperation.proof: return [ScheduledOperation.proofRows]
        default:
            let operation = ScheduledOperation(
                name: name, inputs: [], dimensions: [], elementType: .int32)
            guard let layer = operation.layer,
                let entry = Self.layerNames.first(where: { name == "h.\(layer).\($0.name)" })
            else { return [] }
            return entry.inputs.map { input in
                guard input == "x" else { return "h.\(layer).\(input)" }
                return layer == 0 ? "embed" : "h.\(layer - 1).residual_mlp"
            }
        }
    }

    private func dimensions(of name: String) -> [TraceDimension] {
        if name == ScheduledOperation.proof { return [] }
        if name == ScheduledOperation.proofRows { return [.fixed(2), .tokens] }
        if name.hasSuffix("scores") || name.hasSuffix("probs") {
            return [.fixed(Self.headCount), .tokens, .tokens]
        }
        return [.tokens, .fixed(name.hasSuffix("qkv") ? 3 * Self.width : Self.width)]
    }

    private func operation(_ name: String, among names: [String]) -> ScheduledOperation {
        let place = names.firstIndex(of: name) ?? Int.max
        return ScheduledOperation(
            name: name,
            // What has not run yet is not there to be read.
            inputs: inputNames(of: name).compactMap { names.firstIndex(of: $0) }
                .filter { $0 < place },
            dimensions: dimensions(of: name),
            elementType: name.hasSuffix("scores") ? .int64 : .int32)
    }

    private func schedule(_ level: TraceLevel) -> [ScheduledOperation] {
        let all = operationNames.map { operation($0, among: operationNames) }
        return ReducedSchedule(all, to: level)?.operations ?? []
    }

    // MARK: Traces

    public func trace(_ level: TraceLevel) -> Trace {
        let schedule = schedule(level)
        return Trace(
            level: level, model: model, schedule: schedule,
            prompts: schedule.isEmpty
                ? [] : prompts.indices.map { traced($0, schedule, level: level) },
            maker: modelFolder.map { [TraceFact("model_folder", $0)] } ?? [],
            weightValues: weightValues(level))
    }

    private func weightValues(_ level: TraceLevel) -> [Int32] {
        guard case .weights(let parameter) = level else { return [] }
        return parameterValues(parameter)
    }

    private var model: TracedModel {
        TracedModel(
            name: "toy",
            architecture: TracedArchitecture(
                norm: "layer_norm", positions: "learned", activation: "gelu_tanh",
                layerCount: layerCount, width: Self.width, headCount: Self.headCount, headWidth: 4,
                hiddenWidth: Self.width, vocabularyCount: 100, contextTokenCount: 64),
            integerWeightsHash: Digests.sha256(otherParameters.joined().utf8).text,
            files: [],
            tensors: Self.parameterNames.map { name in
                let isOther = otherParameters.contains(name)
                return TracedTensor(
                    name: name, dimensions: Self.parameterDimensions, storedType: "F32",
                    storedDigest: Digests.sha256("stored \(name) \(isOther)".utf8),
                    integersDigest: TensorDigest.parameter(
                        dimensions: Self.parameterDimensions, elements: parameterValues(name)))
            },
            tokenizerDigest: Digests.sha256("tokenizer".utf8))
    }

    private static let parameterNames = ["h.0.attn.c_attn.w", "h.0.mlp.c_fc.w", "wpe", "wte"]
    private static let parameterDimensions = [8, 6]

    /// Other integers differ in one element.
    private func parameterValues(_ name: String) -> [Int32] {
        (0..<48).map {
            $0 == 21 && otherParameters.contains(name) ? -1 : Int32(name.utf8.count) * $0
        }
    }

    private func traced(
        _ place: Int, _ schedule: [ScheduledOperation], level: TraceLevel
    ) -> TracedPrompt {
        let prompt = prompts[place]
        var outputs: [String: [Int64]] = [:]  // never iterated
        var digests: [String: Digest] = [:]  // never iterated
        for name in operationNames {
            let (values, digest) = output(name, place) { digests[$0] }
            (outputs[name], digests[name]) = (values, digest)
        }
        var stopped: Set<String> = []  // never iterated
        if let stop = stopsBefore.flatMap({ operationNames.firstIndex(of: $0) }) {
            stopped = Set(operationNames[stop...])
        }
        let records = schedule.map { operation -> TraceRecord in
            let isProofs = operation.name.hasPrefix(ScheduledOperation.proof)
            guard let digest = digests[operation.name],
                isProofs || !stopped.contains(operation.name)
            else { return .notComputed(.stopsEarly) }
            return .computed(digest)
        }
        var values: [Int64] = []
        if case .values(let name) = level, records.last?.digest != nil {
            values = outputs[name] ?? []
        }
        return TracedPrompt(
            salt: prompt.salt, prompt: prompt.prompt, tokenIDs: prompt.tokenIDs, records: records,
            values: values)
    }

    private func output(
        _ name: String, _ place: Int, digest: (String) -> Digest?
    ) -> ([Int64], Digest) {
        let prompt = prompts[place]
        let inputs = inputNames(of: name)
        var seed = Array(name.utf8)
        if inputs.isEmpty { seed += prompt.tokenIDs.flatMap { "\($0) ".utf8 } }
        for parameter in otherParameters where inputs.isEmpty { seed += parameter.utf8 }
        if name == ScheduledOperation.proofRows { seed += prompt.salt.utf8 }
        for input in inputs { seed += digest(input)?.bytes ?? [] }
        let source = Digests.sha256(seed)
        guard name != ScheduledOperation.proof else { return ([], source) }
        let operation = operation(name, among: [])
        let dimensions = operation.dimensions.map { dimension in
            switch dimension {
            case .tokens: prompt.tokenIDs.count
            case .fixed(let count): count
            }
        }
        var generator = SeededGenerator(
            seed: source.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        var values = (0..<dimensions.reduce(1, *)).map { _ in
            Int64.random(in: -65536...65536, using: &generator)
        }
        for fault in faults where fault.prompt == place && fault.operation == name {
            values[fault.element] += 1
        }
        var tensor = TensorDigest(dimensions: dimensions, elementType: operation.elementType)
        tensor.update(values[...])
        return (values, tensor.finalized())
    }
}
