public import Tensors

/// A parameter of a model, and the tensors of a file that stand side by side in it.
public struct LayoutParameter: Sendable, Hashable {
    /// As it is hashed: `h.0.ln_1.g`.
    public let name: String
    /// False for the closing norm, which no proof depends on.
    public let isHashed: Bool
    public let dimensions: [Int]
    public let format: IntegerFormat
    public let sources: [SourceTensor]

    /// A vector has one row.
    public var rows: Int { dimensions.count == 1 ? 1 : dimensions[0] }
    public var columns: Int { dimensions[dimensions.count - 1] }

    init(
        _ name: String, _ dimensions: [Int], _ format: IntegerFormat, isHashed: Bool = true,
        sources: [SourceTensor]
    ) {
        self.name = name
        self.isHashed = isHashed
        self.dimensions = dimensions
        self.format = format
        self.sources = sources
    }

    /// A parameter that is one tensor of the same shape.
    init(
        _ name: String, _ dimensions: [Int], _ format: IntegerFormat, isHashed: Bool = true,
        source: String
    ) {
        self.init(
            name, dimensions, format, isHashed: isHashed,
            sources: [SourceTensor(source, dimensions, isTransposed: false)])
    }

    /// The source of an element, by its place in ``sources``, and the element's place in it.
    /// **Precondition:** `element` is one of the parameter's, row-major.
    public func place(ofElement element: Int) -> (source: Int, element: Int) {
        let row = element / columns
        var column = element % columns
        for (index, source) in sources.enumerated() {
            if column < source.columns {
                let place =
                    source.isTransposed ? column * rows + row : row * source.columns + column
                return (index, place)
            }
            column -= source.columns
        }
        preconditionFailure("\(name): no element \(element)")
    }
}

/// A tensor as files hold it.
public struct SourceTensor: Sendable, Hashable {
    /// Without the prefix that is free: `h.0.ln_1.weight`, `layers.0.mlp.up_proj.weight`.
    public let name: String
    public let dimensions: [Int]
    /// Whether the file holds [out, in], to be turned into [in, out].
    public let isTransposed: Bool

    init(_ name: String, _ dimensions: [Int], isTransposed: Bool) {
        self.name = name
        self.dimensions = dimensions
        self.isTransposed = isTransposed
    }

    /// The columns that the tensor gives to its parameter.
    public var columns: Int { isTransposed ? dimensions[0] : dimensions[dimensions.count - 1] }
    public var elementCount: Int { dimensions.reduce(1, *) }
}
