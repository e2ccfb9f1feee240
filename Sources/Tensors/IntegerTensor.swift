/// A parameter of the integer model.
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
}
