internal import Architectures
internal import Tensors

extension SyntheticModel {
    /// The model's integers, drawn and converted in memory: those of the file that
    /// ``write(toFolder:progress:)`` writes.
    ///
    /// **Throws:** ``CheckpointError`` where an element that was drawn is not finite,
    /// ``ShapeError`` where the exact engine has no kernels for the form.
    public func checkpoint(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        try Checkpoint.load(
            DrawnTensors(self), architecture: form.architecture(), progress: progress)
    }
}

/// The tensors of a synthetic model, which no file holds.
private struct DrawnTensors: TensorContainer {
    let file: String
    let entries: [TensorEntry]
    private let model: SyntheticModel
    private let tensors: [SourceTensor]

    init(_ model: SyntheticModel) {
        self.model = model
        file = "synthetic model \(model.seed)"
        tensors = model.tensors
        entries = tensors.map { tensor in
            TensorEntry(
                name: tensor.name, elementTypeName: model.elementType.rawValue,
                dimensions: tensor.dimensions)
        }
    }

    func readElements(
        ofEntry index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        for range in SyntheticModel.parts(of: tensors[index]) {
            try unsafe model.bytes(of: tensors[index], in: range)
                .withUnsafeBytes { try unsafe body($0) }
        }
    }
}
