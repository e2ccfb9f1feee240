package import Architectures
package import Checkpoints
package import Cryptography
package import Fingerprints
package import Inference
internal import Platform
internal import Tensors

/// A model's folder in floats: float32 weights, and its operations.
package struct FloatModel: Sendable {
    package let form: ModelForm
    /// The number that norms add to a variance.
    package let epsilon: Double
    package let operations: [Operation]
    let weights: FloatWeights

    /// Reads `config.json` and the weights of `folder`: GPT-2's, with heads of any width, or
    /// Qwen2's.
    ///
    /// **Throws:** ``PlatformError`` where a file is missing or unreadable, ``CheckpointError``
    /// where one is not what it says or they do not agree.
    package init(
        folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        // The weights first: a folder without them is incomplete, not wrong.
        let container = try WeightsFile.open(folder: folder)
        let form = try Checkpoint.form(folder: folder)
        do {
            try self.init(
                container, form: form,
                epsilon: NormEpsilon.value(folder: folder, family: form.family),
                progress: progress)
        } catch let error as ShapeError {
            throw CheckpointError.shape(
                file: Folder.path(folder, ModelFolder.configurationName), cause: error)
        }
    }

    /// Reads the tensors of any container.
    ///
    /// - Parameter epsilon: what norms add to a variance; the published models' by default.
    ///
    /// **Throws:** as ``init(folder:progress:)``; ``ShapeError`` where the heads pass the limits.
    package init(
        _ container: any TensorContainer, form: ModelForm, epsilon: Double? = nil,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let operations = try form.floatOperations()
        let layout = ModelLayout(form)
        self.init(
            form: form, epsilon: epsilon ?? NormEpsilon.absent(form.family),
            operations: operations,
            weights: try FloatWeights(
                FloatTensors(container, layout: layout), layout: layout, operations: operations,
                progress: progress))
    }

    private init(
        form: ModelForm, epsilon: Double, operations: [Operation], weights: FloatWeights
    ) {
        self.form = form
        self.epsilon = epsilon
        self.operations = operations
        self.weights = weights
    }

    /// The model with other weights of the same form.
    func with(_ weights: FloatWeights) -> FloatModel {
        FloatModel(form: form, epsilon: epsilon, operations: operations, weights: weights)
    }

    /// The digest of the folder's tensors as float32, see ``FloatTensors/digest()``.
    package static func tensorsDigest(folder: String) throws -> Digest {
        let layout = ModelLayout(try Checkpoint.form(folder: folder))
        return try FloatTensors(WeightsFile.open(folder: folder), layout: layout).digest()
    }

    /// The attention rows of the last position, one a head: float32 widened, but float64 in the
    /// order ``FloatOrder/double``.
    ///
    /// Only layers up to the deepest head run, and of its layer queries and keys alone.
    /// **Shapes:** → [heads][T]. **Determinism:** the rows follow from model, ids and order alone,
    /// but for the last bit of the platform's cosines and, in `double`, exponentials.
    /// **Throws:** ``InferenceError`` where the ids are none of the model's or too many.
    /// **Precondition:** the model has the heads.
    package func rows(
        of tokenIDs: [Int32], heads: [Head], order: FloatOrder
    ) throws(InferenceError) -> [[Double]] {
        try check(tokenIDs)
        precondition(
            heads.allSatisfy {
                (0..<form.layerCount).contains($0.layer)
                    && (0..<form.headCount).contains($0.head)
            }, "a head beyond the model")
        guard !heads.isEmpty else { return [] }
        if let arithmetic = SingleArithmetic(order) {
            return pass(arithmetic, tokenIDs).rows(of: heads) { _, _ in }
                .map { $0.map(Double.init) }
        }
        return pass(DoubleArithmetic(), tokenIDs).rows(of: heads) { _, _ in }
    }

    /// The outputs of all operations in float32, one after the other.
    ///
    /// **Throws:** as ``rows(of:heads:order:)``. **Precondition:** an order of float32.
    package func outputs(
        of tokenIDs: [Int32], order: FloatOrder,
        onOutput: (_ operation: Operation, _ output: [Float]) -> Void
    ) throws(InferenceError) {
        try check(tokenIDs)
        guard let arithmetic = SingleArithmetic(order) else {
            preconditionFailure("\(order) is no order of float32")
        }
        _ = pass(arithmetic, tokenIDs, isWhole: true).rows(of: [], onOutput: onOutput)
    }

    /// The outputs of all operations in float64.
    ///
    /// **Throws:** as ``rows(of:heads:order:)``.
    package func doubleOutputs(
        of tokenIDs: [Int32],
        onOutput: (_ operation: Operation, _ output: [Double]) -> Void
    ) throws(InferenceError) {
        try check(tokenIDs)
        _ = pass(DoubleArithmetic(), tokenIDs, isWhole: true).rows(of: [], onOutput: onOutput)
    }

    private func pass<Arithmetic: FloatArithmetic>(
        _ arithmetic: Arithmetic, _ tokenIDs: [Int32], isWhole: Bool = false
    ) -> FloatPass<Arithmetic> {
        FloatPass(
            form: form, epsilon: epsilon, operations: operations, weights: weights,
            arithmetic: arithmetic, tokenIDs: tokenIDs, isWhole: isWhole)
    }

    /// **Throws:** ``InferenceError`` where the model cannot read the ids.
    package func check(_ tokenIDs: [Int32]) throws(InferenceError) {
        guard !tokenIDs.isEmpty else { throw .emptySequence }
        guard tokenIDs.count <= form.contextTokenCount else {
            throw .contextExceeded(
                tokenCount: tokenIDs.count, contextTokenCount: form.contextTokenCount)
        }
        for (position, id) in tokenIDs.enumerated()
        where !(0..<form.vocabularyCount).contains(Int(id)) {
            throw .unknownToken(
                position: position, id: id, vocabularyCount: form.vocabularyCount)
        }
    }
}
