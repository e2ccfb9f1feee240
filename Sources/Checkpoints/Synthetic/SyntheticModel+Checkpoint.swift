internal import Tensors

extension SyntheticModel {
    /// The model's integers, drawn and converted in memory: those of the file that
    /// ``write(toFolder:progress:)`` writes.
    ///
    /// **Throws:** ``CheckpointError`` where an element that was drawn is not finite.
    public func checkpoint(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        try Checkpoint.load(DrawnTensors(self), shape: shape, progress: progress)
    }
}

/// The tensors of a synthetic model, which no file holds.
private struct DrawnTensors: TensorContainer {
    let file: String
    let entries: [TensorEntry]
    private let model: SyntheticModel
    private let parameters: [GPT2Layout.Parameter]

    init(_ model: SyntheticModel) {
        self.model = model
        file = "synthetic model \(model.seed)"
        parameters = GPT2Layout.parameters(of: model.shape)
        entries = parameters.map { parameter in
            TensorEntry(
                name: parameter.name, elementTypeName: ElementType.float32.rawValue,
                dimensions: parameter.dimensions)
        }
    }

    func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        for range in SyntheticModel.parts(of: parameters[index]) {
            try unsafe model.bytes(of: parameters[index], in: range)
                .withUnsafeBytes { try unsafe body($0) }
        }
    }
}
