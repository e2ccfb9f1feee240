internal import Disputes
package import Encodings
internal import Traces

/// A comparison as JSON. Keys are stable; a key whose question has no answer is null.
package enum DivergenceJSON {
    /// The document of comparisons: the worst one's members at the top; with several, all of them
    /// in `comparisons`; last the program that compared. **Precondition:** at least one comparison.
    package static func json(_ all: [ComparedTraces], _ provenance: Provenance) -> JSONValue {
        let worst = ComparedTraces.worst(of: all)
        let several =
            all.count > 1
            ? [JSONMember("comparisons", .array(all.map { .object(members($0)) }))] : []
        return .object(
            members(worst) + several + [JSONMember("provenance", provenance.json)])
    }

    private static func members(_ compared: ComparedTraces) -> [JSONMember] {
        let comparison = compared.comparison
        return [
            JSONMember("verdict", .string(comparison.verdict.rawValue)),
            JSONMember("prompt", optional(comparison.prompt?.place)),
            JSONMember("layer", optional(comparison.layer)),
            JSONMember("operation", optional(comparison.operation)),
            JSONMember("element", optional(comparison.element?.element)),
            JSONMember(
                "values", comparison.element.map { .array($0.values.map(integer)) } ?? .null),
            JSONMember("next", comparison.next.map { .array($0.map(JSONValue.string)) } ?? .null),
            JSONMember("explanation", .string(comparison.explanation)),
            JSONMember("proofs", .string(comparison.proofs.rawValue)),
            JSONMember("salt", optional(comparison.prompt?.salt)),
            JSONMember("prompt_text", optional(comparison.prompt?.prompt)),
        ] + elementMembers(comparison) + [
            JSONMember("token", token(comparison)),
            JSONMember(
                "differing_parameters",
                .array(comparison.differingParameters.map(JSONValue.string))),
            JSONMember(
                "roots",
                .array(
                    comparison.roots.map { group in
                        .object([
                            JSONMember("operation", .string(group.operation)),
                            JSONMember("layer", optional(group.layer)),
                            JSONMember("prompts", .array(group.prompts.map(JSONValue.integer))),
                        ])
                    })),
            JSONMember("notes", .array(comparison.notes.map(JSONValue.string))),
            JSONMember("prompts", prompts(comparison)),
            JSONMember(
                "records",
                .object(
                    RecordState.allCases.map {
                        JSONMember($0.rawValue, .integer(comparison.count($0)))
                    })),
            JSONMember("left", run(compared, 0)), JSONMember("right", run(compared, 1)),
            JSONMember("map", map(comparison)),
        ]
    }

    private static func elementMembers(_ comparison: Comparison) -> [JSONMember] {
        let element = comparison.element
        return [
            JSONMember(
                "index", element.map { .array($0.index.map(JSONValue.integer)) } ?? .null),
            JSONMember("difference", element.map { difference($0.difference) } ?? .null),
            JSONMember("differing_count", optional(element?.differingCount)),
            JSONMember("element_count", optional(element?.elementCount)),
        ]
    }

    private static func token(_ comparison: Comparison) -> JSONValue {
        guard let token = comparison.token else { return .null }
        return .object([
            JSONMember("position", .integer(token.position)),
            JSONMember("ids", .array(token.ids.map { optional($0.map(Int.init)) })),
        ])
    }

    private static func prompts(_ comparison: Comparison) -> JSONValue {
        .object([
            JSONMember("shared", .integer(comparison.sharedPromptCount)),
            JSONMember("differing", .integer(comparison.differingPromptCount)),
            JSONMember("only_left", .integer(comparison.prompts.count { $0.right == nil })),
            JSONMember("only_right", .integer(comparison.prompts.count { $0.left == nil })),
        ])
    }

    private static func run(_ compared: ComparedTraces, _ side: Int) -> JSONValue {
        let trace = compared.traces[side]
        return .object([
            JSONMember("file", .string(compared.names[side])),
            JSONMember("level", .string(compared.levels[side])),
            JSONMember("model", .string(trace.model.name)),
            JSONMember("integer_weights_hash", .string(trace.model.integerWeightsHash)),
            JSONMember("prompts", .integer(trace.prompts.count)),
            JSONMember(
                "made_by",
                .object(trace.maker.map { JSONMember($0.key, .string($0.value)) })),
        ])
    }

    /// Every record's state, a letter each.
    private static func map(_ comparison: Comparison) -> JSONValue {
        .object([
            JSONMember(
                "letters",
                .object(
                    RecordState.allCases.map { JSONMember($0.letter, .string($0.rawValue)) })),
            JSONMember(
                "operations", .array(comparison.schedule.map { .string($0.name) })),
            JSONMember(
                "prompts",
                .array(
                    comparison.prompts.map { prompt in
                        .object([
                            JSONMember("left", optional(prompt.left)),
                            JSONMember("right", optional(prompt.right)),
                            JSONMember(
                                "states", .string(prompt.states.map(\.letter).joined())),
                        ])
                    })),
        ])
    }

    // MARK: Values

    private static func optional(_ value: Int?) -> JSONValue {
        value.map(JSONValue.integer) ?? .null
    }

    private static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }

    private static func integer(_ value: Int64) -> JSONValue { .integer(Int(value)) }

    /// An integer, or its decimal text where 64 bits do not hold it.
    private static func difference(_ value: Int128) -> JSONValue {
        Int(exactly: value).map(JSONValue.integer) ?? .string("\(value)")
    }
}
