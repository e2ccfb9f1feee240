internal import Cryptography
package import Encodings
internal import Traces

/// Writes a run as its file.
extension RunFile {
    package var json: JSONValue {
        let members = [
            JSONMember("format", .string(Self.formatName)),
            JSONMember("version", .integer(Self.version)),
            JSONMember("model", modelJSON), JSONMember("receipt", receiptJSON),
            JSONMember("settings", settingsJSON), JSONMember("provenance", provenance),
        ]
        let digest = Self.digest(of: members).text
        return .object(members + [JSONMember(Self.digestKey, .string(digest))])
    }

    static let digestKey = "sha256"

    /// SHA-256 of the compact text of an object of these members.
    static func digest(of members: [JSONMember]) -> Digest {
        Digests.sha256(JSONValue.object(members).compactText.utf8)
    }

    private var modelJSON: JSONValue {
        .object([
            JSONMember("name", .string(model.name)), JSONMember("folder", .string(modelFolder)),
            JSONMember("architecture", model.architecture.json),
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember("files", .array(model.files.map(\.json))),
            JSONMember("tokenizer", .array(tokenizerFiles.map(\.json))),
            JSONMember("tensors", .array(model.tensors.map(\.line))),
        ])
    }

    private var receiptJSON: JSONValue {
        .object([
            JSONMember("prompt_count", .integer(prompts.count)),
            JSONMember("token_count", .integer(tokenCount)),
            JSONMember("tokens_sha256", .string(tokensDigest)),
            JSONMember("ultimate_hash", .string(ultimateHash)),
            JSONMember(
                "proofs",
                .array(
                    prompts.enumerated().map { place, prompt in
                        .array([
                            .integer(place), .string(prompt.proof.text),
                            .array(prompt.tokenIDs.map { .integer(Int($0)) }),
                        ])
                    })),
        ])
    }

    private var settingsJSON: JSONValue {
        .object([
            JSONMember("backend", .string(settings.backend)),
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("batch", .integer(settings.batchPromptCount)),
            JSONMember("shares_prefixes", .boolean(settings.sharesPrefixes)),
            JSONMember("stops_early", .boolean(settings.stopsEarly)),
        ])
    }
}

extension TracedTensor {
    /// A tensor as an array: name, dimensions, stored type, digest of the stored bytes, digest of
    /// the integers; null where a digest is not known.
    var line: JSONValue {
        .array([
            .string(name), .array(dimensions.map(JSONValue.integer)), .string(storedType),
            storedDigest.map { .string($0.text) } ?? .null, .string(integersDigest.text),
        ])
    }
}
