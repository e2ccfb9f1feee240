internal import Cryptography
package import Encodings
internal import Traces

extension RunStatement {
    /// The member `run` of a receipt's file.
    package var json: JSONValue { json(traceRoot: traceRoot, ultimateHash: ultimateHash) }

    func json(traceRoot: Digest, ultimateHash: Digest?) -> JSONValue {
        .object([
            JSONMember("protocol", .string(Self.protocolName)),
            JSONMember("profile", .string(Self.profileName)),
            JSONMember("architecture", architecture.json),
            JSONMember("integer_weights_hash", .string(integerWeightsHash.text)),
            JSONMember("integers_digest", .string(integersDigest.text)),
            JSONMember("level", .string(level.text)),
            JSONMember("run_digest", .string(runDigest.text)),
            JSONMember("range", rangeJSON),
            JSONMember("own_prompts", ownJSON),
            JSONMember(
                "prompts",
                .array(
                    prompts.map { prompt in
                        .array([
                            .string(prompt.input.text), .string(prompt.recordsRoot.text),
                            .string(prompt.proof.text),
                        ])
                    })),
            JSONMember("trace_root", .string(traceRoot.text)),
            JSONMember("ultimate_hash", ultimateHash.map { .string($0.text) } ?? .null),
        ])
    }

    static let members = [
        "protocol", "profile", "architecture", "integer_weights_hash", "integers_digest", "level",
        "run_digest", "range", "own_prompts", "prompts", "trace_root", "ultimate_hash",
    ]

    private var rangeJSON: JSONValue {
        .object([
            JSONMember("list", .string(list.name)), JSONMember("first", .integer(list.first)),
            JSONMember("count", .integer(prompts.count)),
            JSONMember("total", .integer(list.totalCount)),
        ])
    }

    private var ownJSON: JSONValue {
        guard case .own(let texts) = list.source else { return .null }
        return .array(texts.map { .array([.string($0.salt), .string($0.prompt)]) })
    }
}
