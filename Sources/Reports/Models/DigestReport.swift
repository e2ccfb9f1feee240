internal import Cryptography
internal import Disputes
package import Encodings
package import Traces

/// A model's weights at three stages, as text and JSON.
package struct DigestReport: Sendable {
    package let model: TracedModel

    package init(
        model: TracedModel
    ) {
        self.model = model
    }

    package var text: String {
        var table = TextTable()
        table.add("weights hash", model.integerWeightsHash)
        if let digest = model.tokenizerDigest { table.add("tokenizer", digest.text) }
        for file in model.files {
            table.add("file", file.name)
            table.add("", "\(ReportText.count(file.byteCount, "byte")), SHA-256")
            table.add("", file.digest.text)
        }
        var tensors = ColumnTable(
            corner: "tensor", titles: ["type", "shape", "stored", "integers"])
        for tensor in model.tensors {
            let shape = tensor.dimensions.map(String.init).joined(separator: " × ")
            tensors.add(
                tensor.name,
                [
                    tensor.storedType, shape, Self.short(tensor.storedDigest),
                    Self.short(tensor.integersDigest),
                ])
        }
        return table.text + "\n" + tensors.text
            + "\n  the first 16 of 64 digits; --format json has them all\n"
    }

    private static func short(_ digest: Digest?) -> String {
        digest.map { String($0.text.prefix(16)) } ?? "not known"
    }

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model.name)),
            JSONMember("architecture", model.architecture.json),
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember(
                "tokenizer_sha256", model.tokenizerDigest.map { .string($0.text) } ?? .null),
            JSONMember("files", .array(model.files.map(\.json))),
            JSONMember(
                "tensors",
                .array(
                    model.tensors.map { tensor in
                        .object([
                            JSONMember("name", .string(tensor.name)),
                            JSONMember("shape", .array(tensor.dimensions.map(JSONValue.integer))),
                            JSONMember("stored_type", .string(tensor.storedType)),
                            JSONMember(
                                "stored_sha256",
                                tensor.storedDigest.map { .string($0.text) } ?? .null),
                            JSONMember("integers_digest", .string(tensor.integersDigest.text)),
                        ])
                    })),
        ])
    }
}
