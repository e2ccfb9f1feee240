internal import Architectures
internal import Checkpoints

/// A model's weights as float32, by the names that operations have for them.
struct FloatWeights: Sendable {
    // Embeddings, gains and biases.
    var vectors: [String: [Float]] = [:]  // looked up, never iterated
    // Matrices of products.
    var matrices: [String: FloatMatrix] = [:]  // looked up, never iterated

    /// Reads every parameter and keeps those of the operations.
    ///
    /// **Throws:** ``CheckpointError`` of the first tensor that is missing, of another shape or
    /// type, or not finite, whether an operation reads it or not.
    init(
        _ tensors: FloatTensors, layout: ModelLayout, operations: [Operation],
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws {
        let names = Set(operations.flatMap(\.parameters))  // membership only, never iterated
        for (done, parameter) in layout.parameters.enumerated() {
            progress(done, layout.parameters.count)
            // Tensors [out, in] lie below each other as their rows do in one.
            let elements = try parameter.sources.flatMap {
                try tensors.elements($0.name, dimensions: $0.dimensions)
            }
            guard names.contains(parameter.name) else { continue }
            if parameter.name.hasSuffix(".w") {
                matrices[parameter.name] = FloatMatrix(
                    elements, depth: parameter.rows, columns: parameter.columns,
                    isTransposed: parameter.sources[0].isTransposed)
            } else {
                vectors[parameter.name] = elements
            }
        }
    }

    /// **Precondition:** an operation has the parameter, and it is no matrix of a product.
    func vector(_ name: String) -> [Float] {
        guard let vector = vectors[name] else { preconditionFailure("no parameter \(name)") }
        return vector
    }

    /// **Precondition:** an operation has the parameter, and it is a matrix of a product.
    func matrix(_ name: String) -> FloatMatrix {
        guard let matrix = matrices[name] else { preconditionFailure("no matrix \(name)") }
        return matrix
    }
}
