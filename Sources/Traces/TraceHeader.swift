internal import Cryptography
internal import Encodings

/// The header of a trace's file: what was asked, and who computed it, as JSON in one form.
///
/// Golden-bearing: the members, their order and their forms. README.md beside this file is the
/// page that describes them.
struct TraceHeader {
    /// Compact JSON of what was asked, but for the prompts, in ASCII, as the root covers it.
    let runBytes: [UInt8]
    /// Compact JSON in ASCII.
    let bytes: [UInt8]

    init(_ trace: Trace) {
        runBytes = Array(Self.run(trace).compactText.utf8)
        bytes =
            Array(#"{"run":"#.utf8) + runBytes + Array(#","prompts":"#.utf8)
            + Array(JSONValue.array(trace.prompts.map(Self.prompt)).compactText.utf8)
            + Array(#","made_by":"#.utf8) + Array(Self.madeBy(trace).compactText.utf8)
            + Array("}".utf8)
    }

    // MARK: What was asked

    private static func run(_ trace: Trace) -> JSONValue {
        .object([
            JSONMember("level", .string(trace.level.text)),
            JSONMember("architecture", trace.model.architecture.json),
            JSONMember("integer_weights_hash", .string(trace.model.integerWeightsHash)),
            JSONMember(
                "tensors",
                .array(
                    trace.model.tensors.map { tensor in
                        .array([
                            .string(tensor.name), .array(tensor.dimensions.map(JSONValue.integer)),
                        ])
                    })),
            JSONMember("schedule", .array(trace.schedule.map(operation))),
        ])
    }

    private static func operation(_ operation: ScheduledOperation) -> JSONValue {
        let dimensions = operation.dimensions.map { dimension -> JSONValue in
            switch dimension {
            case .tokens: .string(tokens)
            case .fixed(let count): .integer(count)
            }
        }
        return .object([
            JSONMember("name", .string(operation.name)),
            JSONMember("inputs", .array(operation.inputs.map(JSONValue.integer))),
            JSONMember("dimensions", .array(dimensions)),
            JSONMember("type", .string(operation.elementType.name)),
        ])
    }

    /// How a dimension is written that is the number of the prompt's tokens.
    static let tokens = "tokens"

    static func prompt(_ prompt: TracedPrompt) -> JSONValue {
        .object([
            JSONMember("salt", .string(prompt.salt)),
            JSONMember("prompt", .string(prompt.prompt)),
            JSONMember("token_ids", .array(prompt.tokenIDs.map { .integer(Int($0)) })),
        ])
    }

    // MARK: Who computed it

    private static func madeBy(_ trace: Trace) -> JSONValue {
        let model = trace.model
        return .object([
            JSONMember("model", .string(model.name)),
            JSONMember("files", .array(model.files.map(\.json))),
            JSONMember("stored_types", .array(model.tensors.map { .string($0.storedType) })),
            JSONMember("tokenizer", model.tokenizerDigest.map { .string($0.text) } ?? .null),
            JSONMember(
                "facts",
                .array(trace.maker.map { .array([.string($0.key), .string($0.value)]) })),
        ])
    }
}
