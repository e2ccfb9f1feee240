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
        let form = ModelForm(summary.architecture)
        let groups =
            form.family == .gpt2
            ? "" : ", \(shape.keyValueHeadCount) of keys and values, hidden \(shape.hiddenWidth)"
        table.add("architecture", form.family.title)
        table.add("layers", "\(shape.layerCount)")
        table.add(
            "width", "\(shape.width), \(shape.headCount) heads of \(shape.headWidth)\(groups)")
        if let base = form.rotaryBase {
            table.add("positions", "rotary, base \(DecimalText.grouped(base))")
        }
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
        let form = ModelForm(summary.architecture)
        return .object([
            JSONMember("architecture", .string(form.family.rawValue)),
            JSONMember("layers", .integer(shape.layerCount)),
            JSONMember("width", .integer(shape.width)),
            JSONMember("heads", .integer(shape.headCount)),
            JSONMember("key_value_heads", .integer(shape.keyValueHeadCount)),
            JSONMember("head_width", .integer(shape.headWidth)),
            JSONMember("hidden", .integer(shape.hiddenWidth)),
            JSONMember("rotary_base", form.rotaryBase.map(JSONValue.integer) ?? .null),
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
