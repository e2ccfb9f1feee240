/// One parameter of the integer model.
///
/// **Shapes:** `elements` is [rows, columns] row-major; a vector has one row.
/// **Units:** Q12 where `format` says weight, Q16 where it says activation.
public struct IntegerTensor: Sendable {
    /// The short name, under which the tensor is hashed: `h.0.attn.c_attn.w`.
    public let name: String
    public let rows: Int
    public let columns: Int
    public let format: IntegerFormat
    public let elements: [Int32]

    public init(name: String, rows: Int, columns: Int, format: IntegerFormat, elements: [Int32]) {
        precondition(elements.count == rows * columns, "\(name): \(elements.count) elements")
        self.name = name
        self.rows = rows
        self.columns = columns
        self.format = format
        self.elements = elements
    }

    public var matrix: BoundedMatrix {
        BoundedMatrix(rows: rows, columns: columns, elements: elements, bound: format.clamp)
    }
}

/// The two formats of a parameter (protocol v4, section 2).
public enum IntegerFormat: Sendable {
    /// Matrices and LayerNorm gains: Q12 within ±16.
    case weight
    /// Biases and embeddings: Q16 within ±4096.
    case activation

    public var fractionalBitCount: Int {
        switch self {
        case .weight: 12
        case .activation: 16
        }
    }

    public var clamp: Int64 {
        switch self {
        case .weight: FixedPoint.weightClamp
        case .activation: FixedPoint.activationClamp
        }
    }
}

/// All parameters of a transformer as integers, in byte-wise ascending order of their names, which
/// is the order in which they are hashed.
public struct IntegerWeights: Sendable {
    public let shape: TransformerShape
    public let tensors: [IntegerTensor]

    /// **Precondition:** names ascend.
    public init(shape: TransformerShape, tensors: [IntegerTensor]) {
        for (earlier, later) in zip(tensors, tensors.dropFirst()) {
            precondition(
                earlier.name.utf8.lexicographicallyPrecedes(later.name.utf8),
                "\(later.name) stands after \(earlier.name)")
        }
        self.shape = shape
        self.tensors = tensors
    }

    /// **Precondition:** the tensor exists.
    public subscript(name: String) -> IntegerTensor {
        guard let tensor = tensors.first(where: { $0.name == name }) else {
            preconditionFailure("no tensor \(name)")
        }
        return tensor
    }
}
