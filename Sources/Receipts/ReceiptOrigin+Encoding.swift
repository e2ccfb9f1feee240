internal import Cryptography
package import Encodings
internal import Traces

extension ReceiptOrigin {
    /// The member `made_by` of a receipt's file.
    package var json: JSONValue {
        .object([
            JSONMember("makers", .array(makers.map(\.json))),
            JSONMember(
                "parts",
                .array(
                    parts.map { part in
                        .array([
                            .integer(part.range.lowerBound), .integer(part.range.count),
                            .integer(part.maker), .string(part.receiptHash.text),
                            .string(Hexadecimal.text(of: part.publicKey)),
                        ])
                    })),
        ])
    }
}

extension ReceiptMaker {
    static let members = [
        "model", "files", "stored_digest", "tokenizer", "unicode", "engine", "backend", "threads",
        "batch", "shares_prefixes", "version", "commit", "has_changes", "build", "compiler",
        "machine", "architecture", "system", "processor", "features", "kernels", "openblas",
    ]

    package var json: JSONValue {
        .object(
            [
                JSONMember("model", .string(model)),
                JSONMember("files", .array(files.map(\.json))),
                JSONMember("stored_digest", Self.optional(storedDigest?.text)),
                JSONMember("tokenizer", Self.optional(tokenizerDigest?.text)),
                JSONMember("unicode", .string(unicodeVersion)),
                JSONMember("engine", .string(work.engine)),
                JSONMember("backend", .string(work.backend)),
                JSONMember("threads", .integer(work.threadCount)),
                JSONMember("batch", .integer(work.batchPromptCount)),
                JSONMember("shares_prefixes", .boolean(work.sharesPrefixes)),
            ] + programMembers + machineMembers)
    }

    private var programMembers: [JSONMember] {
        [
            JSONMember("version", .string(program.version)),
            JSONMember("commit", Self.optional(program.commit)),
            JSONMember("has_changes", program.hasChanges.map(JSONValue.boolean) ?? .null),
            JSONMember("build", .string(program.build)),
            JSONMember("compiler", .string(program.compiler)),
        ]
    }

    private var machineMembers: [JSONMember] {
        [
            JSONMember("machine", Self.optional(machine.name)),
            JSONMember("architecture", .string(machine.architecture)),
            JSONMember("system", .string(machine.system)),
            JSONMember("processor", Self.optional(machine.processor)),
            JSONMember("features", .array(machine.features.map(JSONValue.string))),
            JSONMember("kernels", .array(machine.kernels.map(JSONValue.string))),
            JSONMember("openblas", Self.optional(machine.openBLAS)),
        ]
    }

    private static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}
