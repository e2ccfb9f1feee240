package import Arbitration
package import Encodings

/// Many disputes with liars in them as one JSON document.
package enum DisputeTrialsJSON {
    package static func document(
        _ trials: DisputeTrials, model: String, provenance: JSONValue
    ) -> JSONValue {
        let summary = DisputeTrialsSummary(trials.trials)
        return .object([
            JSONMember("model", .string(model)), JSONMember("seed", .string(trials.seed)),
            JSONMember("disputes", .integer(trials.trials.count)),
            JSONMember("judged_right", .integer(summary?.foundCount ?? 0)),
            JSONMember("holds", .boolean(trials.holds)),
            JSONMember("rounds", spread(summary?.rounds)),
            JSONMember("posted_bytes", spread(summary?.postedByteCounts)),
            JSONMember("evidence_bytes", spread(summary?.evidenceByteCounts)),
            JSONMember("multiply_adds", spread(summary?.multiplyAddCounts)),
            JSONMember("trials", .array(trials.trials.map(trial))),
            JSONMember("provenance", provenance),
        ])
    }

    /// The document of a single dispute with a planted liar.
    package static func document(_ trial: DisputeTrial, provenance: JSONValue) -> JSONValue {
        .object(members(trial) + [JSONMember("provenance", provenance)])
    }

    private static func trial(_ trial: DisputeTrial) -> JSONValue { .object(members(trial)) }

    private static func members(_ trial: DisputeTrial) -> [JSONMember] {
        [
            JSONMember("liar", .string(trial.kind.rawValue)),
            JSONMember("seed", .string(trial.seed)),
            JSONMember("side", .string(trial.liar.name)),
            JSONMember("lie_prompt", .integer(trial.prompt)),
            JSONMember("lie_operation", .string(trial.operation)),
            JSONMember("miss", trial.miss.map(JSONValue.string) ?? .null),
        ] + DisputeJSON.members(trial.game)
    }

    private static func spread(_ spread: DisputeTrialsSummary.Spread?) -> JSONValue {
        guard let spread else { return .null }
        return .object([
            JSONMember("median", .integer(spread.median)),
            JSONMember("worst", .integer(spread.worst)),
        ])
    }
}
