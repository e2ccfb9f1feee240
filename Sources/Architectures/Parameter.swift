public import Tensors

/// A parameter of a model: the name under which it is hashed, its shape and its integer format.
public struct Parameter: Sendable, Hashable {
    /// `h.0.attn.c_attn.w`: `.g` a norm's gain, `.w` a weight, `.b` a bias.
    public let name: String
    /// The number of columns of a vector; rows and columns of a matrix.
    public let dimensions: [Int]
    public let format: IntegerFormat

    public init(_ name: String, _ dimensions: [Int], _ format: IntegerFormat) {
        self.name = name
        self.dimensions = dimensions
        self.format = format
    }

    /// A vector has one row.
    public var rows: Int { dimensions.count == 1 ? 1 : dimensions[0] }
    public var columns: Int { dimensions[dimensions.count - 1] }
}
