import Cryptography
import Traces

/// Small traces of every level, of a model that is none: 2 layers, width 2, one head.
enum SampleTraces {
    static let all = [layers, operations, values, wideValues, weights]

    static let operations = Trace(
        level: .operations, model: model, schedule: schedule,
        prompts: prompts(schedule) { prompt, place in
            let isLast = place == schedule.count - 3
            return prompt == 1 && isLast
                ? .notComputed(.stopsEarly) : .computed(digest("record", prompt * 100 + place))
        }, maker: [TraceFact("machine", "a table"), TraceFact("threads", "3")])

    static let layers = operations.reduced(to: .layers) ?? operations

    /// The output of one operation, [T, 2] int32; the second prompt's was not computed.
    static let values: Trace = {
        var trace = operations.reduced(to: .values(operation: "h.1.residual_mlp")) ?? operations
        addValues(&trace, elementType: .int32, maximum: Int64(Int32.max))
        return trace
    }()

    /// Of scores, [1, T, T] int64.
    static let wideValues: Trace = {
        var trace = operations.reduced(to: .values(operation: "h.0.attn.scores")) ?? operations
        addValues(&trace, elementType: .int64, maximum: .max)
        return trace
    }()

    static let weights: Trace = {
        var trace = Trace(
            level: .weights(parameter: "h.0.w"), model: model, schedule: [], prompts: [],
            maker: [], weightValues: [1, -2, .min, .max, 0, 7])
        trace.model.tensors[0].integersDigest = TensorDigest.parameter(
            dimensions: [3, 2], elements: trace.weightValues)
        return trace
    }()

    static func digest(_ what: String, _ number: Int) -> Digest {
        Digests.sha256("\(what) \(number)".utf8)
    }

    static let model = TracedModel(
        name: "a \"small\" modèle",
        architecture: TracedArchitecture(
            norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 2,
            width: 2, headCount: 1, headWidth: 2, hiddenWidth: 8, vocabularyCount: 50,
            contextTokenCount: 8),
        integerWeightsHash: digest("weights", 0).text,
        files: [
            TracedFile(name: "model.safetensors", byteCount: 123, digest: digest("file", 0))
        ],
        tensors: [
            TracedTensor(
                name: "h.0.w", dimensions: [3, 2], storedType: "F16",
                storedDigest: digest("stored", 0), integersDigest: digest("integers", 0)),
            TracedTensor(
                name: "wpe", dimensions: [8, 2], storedType: "", storedDigest: nil,
                integersDigest: digest("integers", 1)),
            TracedTensor(
                name: "wte", dimensions: [50, 2], storedType: "F32", storedDigest: nil,
                integersDigest: digest("integers", 2)),
        ], tokenizerDigest: digest("tokenizer", 0))

    private static let schedule = [
        operation("embed", [], [.tokens, .fixed(2)]),
        operation("h.0.attn.scores", [0], [.fixed(1), .tokens, .tokens], .int64),
        operation("h.0.attn.probs", [1], [.fixed(1), .tokens, .tokens]),
        operation("h.0.residual_mlp", [0, 2], [.tokens, .fixed(2)]),
        operation("h.1.attn.probs", [3], [.fixed(1), .tokens, .tokens]),
        operation("h.1.residual_mlp", [3, 4], [.tokens, .fixed(2)]),
        operation("proof.rows", [2, 4], [.fixed(2), .tokens]),
        operation("proof", [6], []),
    ]

    private static func operation(
        _ name: String, _ inputs: [Int], _ dimensions: [TraceDimension],
        _ elementType: TracedElementType = .int32
    ) -> ScheduledOperation {
        ScheduledOperation(
            name: name, inputs: inputs, dimensions: dimensions, elementType: elementType)
    }

    private static func prompts(
        _ schedule: [ScheduledOperation], record: (_ prompt: Int, _ place: Int) -> TraceRecord
    ) -> [TracedPrompt] {
        let texts = [("salt", "a prompt", [1, 2, 3]), ("", "\u{0}…\"\\\n🙂e\u{301}", [49, 0])]
        return texts.enumerated().map { index, text in
            TracedPrompt(
                salt: text.0, prompt: text.1, tokenIDs: text.2.map { Int32($0) },
                records: schedule.indices.map { record(index, $0) })
        }
    }

    private static func addValues(
        _ trace: inout Trace, elementType: TracedElementType, maximum: Int64
    ) {
        guard let operation = trace.schedule.last else { return }
        let last = trace.schedule.count - 1
        for index in trace.prompts.indices where trace.prompts[index].records[last].digest != nil {
            let dimensions = operation.dimensions(tokenCount: trace.prompts[index].tokenIDs.count)
            let count = dimensions.reduce(1, *)
            let values = (0..<count).map { $0 == 0 ? maximum : Int64($0 * 1001 - index - 9) }
            var hasher = TensorDigest(dimensions: dimensions, elementType: elementType)
            hasher.update(values[...])
            trace.prompts[index].values = values
            trace.prompts[index].records[last] = .computed(hasher.finalized())
        }
    }
}
