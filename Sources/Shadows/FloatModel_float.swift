package import Architectures
internal import CShadows
internal import Tensors

/// The integer model's weights as floats: every integer divided by its scale, so that both engines
/// have the same weights and only their arithmetic differs.
///
/// **Bounds:** matrices and gains are within ±2^16 and exact; embeddings and biases beyond ±256
/// (2^24 in Q16) are rounded to float32 once.
package struct FloatModel: Sendable {
    package let architecture: Architecture
    // Embeddings, gains and biases by name.
    private var vectors: [String: [Float]] = [:]  // looked up, never iterated
    // Matrices of products by name.
    private var matrices: [String: FloatMatrix] = [:]  // looked up, never iterated

    /// - Parameter keepsRows: whether matrices are also kept as they are stored, for OpenBLAS.
    package init(_ weights: IntegerWeights, keepsRows: Bool) {
        architecture = weights.architecture
        for parameter in architecture.parameters {
            let tensor = weights[parameter.name]
            let scale = 1 / Float(1 << tensor.format.fractionalBitCount)
            let elements = tensor.elements.map { Float($0) * scale }
            if parameter.name.hasSuffix(".w") {
                matrices[parameter.name] = FloatMatrix(
                    elements, depth: tensor.rows, columns: tensor.columns, keepsRows: keepsRows)
            } else {
                vectors[parameter.name] = elements
            }
        }
    }

    /// **Precondition:** the architecture has the parameter, and it is no matrix of a product.
    package func vector(_ name: String) -> [Float] {
        guard let vector = vectors[name] else { preconditionFailure("no parameter \(name)") }
        return vector
    }

    /// **Precondition:** the architecture has the parameter, and it is a matrix of a product.
    package func matrix(_ name: String) -> FloatMatrix {
        guard let matrix = matrices[name] else { preconditionFailure("no matrix \(name)") }
        return matrix
    }
}

/// A right operand [K, N] of products.
package struct FloatMatrix: Sendable {
    package let depth: Int
    package let columns: Int
    /// The matrix in panels of 16 columns, [N / 16][K][16].
    package let panels: [Float]
    /// The matrix as it is stored, [K, N]; empty where it was not kept.
    package let rows: [Float]

    package init(_ elements: [Float], depth: Int, columns: Int, keepsRows: Bool) {
        self.depth = depth
        self.columns = columns
        panels = unsafe elements.withUnsafeBufferPointer { elements in
            unsafe Self.packed(
                elements.baseAddress!, rowStride: columns, columnStride: 1, depth: depth,
                columns: columns)
        }
        rows = keepsRows ? elements : []
    }

    /// The panels of the matrix whose element (k, n) lies at k · rowStride + n · columnStride.
    package static func packed(
        _ elements: UnsafePointer<Float>, rowStride: Int, columnStride: Int, depth: Int,
        columns: Int
    ) -> [Float] {
        let count = cs_panel_float_count(depth, columns)
        return unsafe [Float](unsafeUninitializedCapacity: count) { buffer, written in
            unsafe cs_pack(
                buffer.baseAddress!, elements, rowStride, columnStride, depth, columns)
            written = count
        }
    }
}
