import Disputes
import Encodings
import Variations

/// The outcome of a variation as JSON, with every member always present.
enum VariationJSON {
    static func outcome(_ outcome: VariationOutcome) -> JSONValue {
        .object(
            [
                JSONMember("name", .string(outcome.variation.name)),
                JSONMember("kind", .string(outcome.variation.kind.rawValue)),
                JSONMember("made", .string(outcome.variation.made)),
                JSONMember("prompts", .integer(outcome.variation.promptCount)),
            ] + result(outcome.result) + [
                JSONMember("nanoseconds", .integer(outcome.nanoseconds))
            ])
    }

    private static func result(_ result: VariationOutcome.Result) -> [JSONMember] {
        switch result {
        case .same(let evidence): members("same", evidence: evidence)
        case .differs(let difference): members("differs", difference: difference)
        case .notExercised(let why): members("not_exercised", reason: why)
        case .failed(let why): members("failed", reason: why)
        }
    }

    private static func members(
        _ result: String, evidence: VariationEvidence? = nil,
        difference: VariationDifference? = nil, reason: String? = nil
    ) -> [JSONMember] {
        [
            JSONMember("result", .string(result)),
            JSONMember("backend", text(evidence?.backend)),
            JSONMember("build", text(evidence?.build)),
            JSONMember("proofs", integer(evidence?.proofCount)),
            JSONMember("records", integer(evidence?.recordCount)),
            JSONMember("left_out", integer(evidence?.leftOutCount)),
            JSONMember(
                "root_compared", evidence.map { .boolean($0.hasRoot) } ?? .null),
            JSONMember(
                "matches_golden", evidence?.matchesGolden.map(JSONValue.boolean) ?? .null),
            JSONMember("difference", difference.map(json) ?? .null),
            JSONMember("reason", text(reason)),
        ]
    }

    private static func json(_ difference: VariationDifference) -> JSONValue {
        .object([
            JSONMember("prompt", integer(difference.prompt)),
            JSONMember("salt", text(difference.salt)),
            JSONMember("text", text(difference.text)),
            JSONMember("layer", integer(difference.layer)),
            JSONMember("operation", text(difference.operation)),
            JSONMember("element", difference.element.map(json) ?? .null),
            JSONMember("explanation", .string(difference.explanation)),
        ])
    }

    private static func json(_ element: ElementDifference) -> JSONValue {
        .object([
            JSONMember("element", .integer(element.element)),
            JSONMember("index", .array(element.index.map(JSONValue.integer))),
            JSONMember("values", .array(element.values.map { .integer(Int($0)) })),
            JSONMember("differing", .integer(element.differingCount)),
            JSONMember("elements", .integer(element.elementCount)),
        ])
    }

    private static func text(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }

    private static func integer(_ value: Int?) -> JSONValue {
        value.map(JSONValue.integer) ?? .null
    }
}
