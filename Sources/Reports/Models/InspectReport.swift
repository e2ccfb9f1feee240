package import Checkpoints
package import Encodings
internal import Tensors

/// The contents of a model's folder, as text and JSON.
package struct InspectReport {
    package let file: any TensorContainer
    package let summary: CheckpointSummary
    /// The size of the tokenizer's vocabulary.
    package let tokenCount: Int

    package init(
        file: any TensorContainer, summary: CheckpointSummary, tokenCount: Int
    ) {
        self.file = file
        self.summary = summary
        self.tokenCount = tokenCount
    }

    package var text: String {
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

    package var json: JSONValue {
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
