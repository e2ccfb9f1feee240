import ArgumentParser
import Cryptography
import Disputes
import Encodings
import Platform
import Proving
import Reports
import Traces

/// A model's weights at three stages, for people and for line tools.
struct ModelsDigest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Show digests of a model's weights: files, stored tensors, integers.",
        discussion: """
            Files: SHA-256 of each file of the weights. Stored: SHA-256 of each tensor's elements \
            as they are stored, whatever the container. Integers: the digest of what the engine \
            computes with. Two folders are one model where all integers are equal; \
            'glyphlab compare DIR DIR' names the element where they are not.
            Example: glyphlab models digest Models/glyph-nano
            """)

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try ModelPath.folder(directory)
            let total = 100
            let progress = Progress("weights", total: total)
            defer { progress.finish() }
            let model = try ModelFolder(path: folder).traced(name: directory) { done, count in
                progress.set(done * total / max(count, 1))
            }
            progress.finish()
            format.write(text: text(model), json: json(model))
            return .holds
        }
    }

    private func text(_ model: TracedModel) -> String {
        var table = TextTable()
        table.add("weights hash", model.integerWeightsHash)
        if let digest = model.tokenizerDigest { table.add("tokenizer", digest.text) }
        for file in model.files {
            table.add("file", file.name)
            table.add("", "\(DecimalText.grouped(file.byteCount)) bytes, SHA-256")
            table.add("", file.digest.text)
        }
        var tensors = ColumnTable(
            corner: "tensor", titles: ["type", "shape", "stored", "integers"])
        for tensor in model.tensors {
            let shape = tensor.dimensions.map(String.init).joined(separator: " × ")
            tensors.add(
                tensor.name,
                [
                    tensor.storedType, shape, short(tensor.storedDigest),
                    short(tensor.integersDigest),
                ])
        }
        return table.text + "\n" + tensors.text
            + "\n  the first 16 of 64 digits; --format json has them all\n"
    }

    private func short(_ digest: Digest?) -> String {
        digest.map { String($0.text.prefix(16)) } ?? "not known"
    }

    private func json(_ model: TracedModel) -> JSONValue {
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
