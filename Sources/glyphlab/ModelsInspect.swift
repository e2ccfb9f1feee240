import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports
import Tensors
import Tokenization

struct ModelsInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a model's folder holds.",
        discussion: "Example: glyphlab models inspect Models/glyph-nano")

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try ModelPath.folder(directory)
            let (summary, tokenizer) = try ModelFolder(path: folder).read { _ in }
            let file = try WeightsFile.open(folder: folder)
            format.write(
                text: text(file, summary, tokenizer.vocabularyCount),
                json: json(file, summary, tokenizer.vocabularyCount))
            return .holds
        }
    }

    private func text(
        _ file: any TensorContainer, _ summary: CheckpointSummary, _ tokenCount: Int
    ) -> String {
        let shape = summary.shape
        var table = TextTable()
        table.add("layers", "\(shape.layerCount)")
        table.add("width", "\(shape.width), \(shape.headCount) heads of 64")
        table.add("vocabulary", "\(shape.vocabularyCount), tokenizer \(tokenCount)")
        table.add("context", "\(shape.contextTokenCount) tokens")
        table.add("parameters", DecimalText.grouped(shape.parameterCount))
        table.add("weights file", file.file)
        table.add("types", summary.elementTypes.map(\.rawValue).joined(separator: ", "))
        table.add("beyond clamps", "\(summary.beyondClampCount) values")
        table.add("weights hash", summary.integerWeightsHash)
        for (index, entry) in file.entries.enumerated() {
            let dimensions = entry.dimensions.map(String.init).joined(separator: " × ")
            let storage = file.storage(ofEntry: index).map { "  \($0)" } ?? ""
            table.add(entry.name, "\(entry.elementTypeName)  \(dimensions)\(storage)")
        }
        return table.text
    }

    private func json(
        _ file: any TensorContainer, _ summary: CheckpointSummary, _ tokenCount: Int
    ) -> JSONValue {
        let shape = summary.shape
        return .object([
            JSONMember("layers", .integer(shape.layerCount)),
            JSONMember("width", .integer(shape.width)),
            JSONMember("heads", .integer(shape.headCount)),
            JSONMember("vocabulary", .integer(shape.vocabularyCount)),
            JSONMember("tokenizer_tokens", .integer(tokenCount)),
            JSONMember("context", .integer(shape.contextTokenCount)),
            JSONMember("parameters", .integer(shape.parameterCount)),
            JSONMember("weights_file", .string(file.file)),
            JSONMember("values_beyond_clamps", .integer(summary.beyondClampCount)),
            JSONMember("integer_weights_hash", .string(summary.integerWeightsHash)),
            JSONMember(
                "tensors",
                .array(
                    file.entries.enumerated().map { index, entry in
                        .object([
                            JSONMember("name", .string(entry.name)),
                            JSONMember("dtype", .string(entry.elementTypeName)),
                            JSONMember("shape", .array(entry.dimensions.map(JSONValue.integer))),
                            JSONMember(
                                "storage",
                                file.storage(ofEntry: index).map(JSONValue.string) ?? .null),
                        ])
                    })),
        ])
    }
}
