package import Architectures
package import Checkpoints
package import Cryptography
package import Fingerprints
package import Inference
internal import Platform
internal import Tensors

/// A model's folder in floats: float32 weights, and its operations.
package struct FloatModel: Sendable {
    package let shape: FloatShape
    package let operations: [Operation]
    let weights: FloatWeights

    /// Reads `config.json` and the weights of `folder`: GPT-2's or Qwen2's, heads of any width.
    ///
    /// **Throws:** ``PlatformError`` where a file is missing or unreadable, ``CheckpointError``
    /// where one is not what it says or they do not agree.
    package init(
        folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let container = try WeightsFile.open(folder: folder)
        try self.init(container, shape: Self.shape(folder: folder), progress: progress)
    }

    /// Reads the tensors of any container.
    ///
    /// **Throws:** as ``init(folder:progress:)``; ``ShapeError`` where the sizes pass the limits.
    package init(
        _ container: any TensorContainer, shape: FloatShape,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        self.shape = shape
        operations = try shape.operations()
        let tensors = try FloatTensors(container, prefix: FloatLayout(shape: shape).prefix)
        weights = try FloatWeights(
            tensors, shape: shape, operations: operations, progress: progress)
    }

    init(shape: FloatShape, operations: [Operation], weights: FloatWeights) {
        self.shape = shape
        self.operations = operations
        self.weights = weights
    }

    private static let configurationByteCountMax = 1 << 20

    /// The sizes that the folder's `config.json` says.
    package static func shape(folder: String) throws -> FloatShape {
        let file = Folder.path(folder, ModelFolder.configurationName)
        let bytes = try WholeFile.read(file, byteCountMax: configurationByteCountMax)
        return try FloatConfiguration(json: bytes, file: file).shape()
    }

    /// The digest of the folder's tensors as float32, see ``FloatTensors/digest()``.
    package static func tensorsDigest(folder: String) throws -> Digest {
        let shape = try shape(folder: folder)
        return try FloatTensors(
            WeightsFile.open(folder: folder), prefix: FloatLayout(shape: shape).prefix
        ).digest()
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
                (0..<shape.layerCount).contains($0.layer)
                    && (0..<shape.headCount).contains($0.head)
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
            shape: shape, operations: operations, weights: weights, arithmetic: arithmetic,
            tokenIDs: tokenIDs, isWhole: isWhole)
    }

    /// **Throws:** ``InferenceError`` where the model cannot read the ids.
    package func check(_ tokenIDs: [Int32]) throws(InferenceError) {
        guard !tokenIDs.isEmpty else { throw .emptySequence }
        guard tokenIDs.count <= shape.contextTokenCount else {
            throw .contextExceeded(
                tokenCount: tokenIDs.count, contextTokenCount: shape.contextTokenCount)
        }
        for (position, id) in tokenIDs.enumerated()
        where !(0..<shape.vocabularyCount).contains(Int(id)) {
            throw .unknownToken(
                position: position, id: id, vocabularyCount: shape.vocabularyCount)
        }
    }
}
