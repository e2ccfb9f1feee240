package import Arbitration
internal import Cryptography
package import Encodings
internal import Traces

/// A dispute as one JSON document.
package enum DisputeJSON {
    /// - Parameter unopened: the files of a dispute that did not reach the element; else nil.
    package static func document(
        _ game: DisputeGame, unopened: UnopenedFiles? = nil, provenance: JSONValue
    ) -> JSONValue {
        .object(
            members(game) + [
                JSONMember("unopened", unopened?.json ?? .null),
                JSONMember("provenance", provenance),
            ])
    }

    /// The transcript that `--out` writes; `--replay` derives the verdict from it again.
    ///
    /// **Throws:** what the task's trace throws where it cannot be written.
    package static func transcript(
        _ game: DisputeGame, provenance: JSONValue
    ) throws -> JSONValue {
        var transcript = game.transcript
        transcript.taskTrace = try game.task.trace.encoded()
        return .object(
            (transcript.json.objectValue ?? []) + [JSONMember("provenance", provenance)])
    }

    static func members(_ game: DisputeGame) -> [JSONMember] {
        let path = game.verdict.path
        let operation = path.place.map { JSONValue.string(game.task.schedule[$0].name) }
        return [
            JSONMember("verdict", .string(game.verdict.kind.rawValue)),
            JSONMember("losers", .array(game.verdict.losers.map { .string($0.name) })),
            JSONMember("left", party(game, .left)), JSONMember("right", party(game, .right)),
            JSONMember("prompt", integer(path.prompt)),
            JSONMember("operation", operation ?? .null),
            JSONMember("tile", integer(path.tile)), JSONMember("element", integer(path.element)),
            JSONMember("index", .array(path.index.map(JSONValue.integer))),
            JSONMember("right_value", integer(path.rightValue.map { Int($0) })),
            JSONMember("right_proof", path.rightProof.map { .string($0.text) } ?? .null),
            JSONMember(
                "terms",
                path.terms.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }
                    ?? .null),
        ] + costs(game)
    }

    private static func party(_ game: DisputeGame, _ side: Side) -> JSONValue {
        let (path, fault) = (game.verdict.path, game.verdict.faults[side])
        return .object([
            JSONMember("fault", fault.map { .string($0.name) } ?? .null),
            JSONMember("words", fault.map { .string($0.words) } ?? .null),
            JSONMember("value", integer(path.values.map { Int($0[side]) })),
            JSONMember("proof", path.proofs.map { .string($0[side].text) } ?? .null),
            JSONMember("posted_bytes", .integer(game.cost.postedByteCounts[side])),
        ])
    }

    private static func costs(_ game: DisputeGame) -> [JSONMember] {
        let cost = game.cost
        let rounds = DisputeCost.Phase.allCases.map { phase in
            JSONMember(phase.rawValue, .integer(cost.roundCount(phase)))
        }
        let whole = game.verdict.path.prompt.map(game.task.multiplyAddCount(prompt:))
        return [
            JSONMember("rounds", .integer(cost.roundCount)),
            JSONMember("rounds_by_phase", .object(rounds)),
            JSONMember("posted_bytes", .integer(cost.postedByteCount)),
            JSONMember("evidence_bytes", .integer(cost.evidenceByteCount)),
            JSONMember("multiply_adds", .integer(cost.multiplyAddCount)),
            JSONMember("inference_multiply_adds", integer(whole)),
            JSONMember("share", DisputeText.share(game).map(JSONValue.string) ?? .null),
        ]
    }

    private static func integer(_ value: Int?) -> JSONValue {
        value.map(JSONValue.integer) ?? .null
    }
}
