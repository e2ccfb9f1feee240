/// A parameter of the integer model.
///
/// **Shapes:** [rows, columns] row-major; a vector has one row.
/// **Units:** Q12 where `format` says weight, Q16 where it says activation.
public struct IntegerTensor: Sendable {
    /// The short name, under which the tensor is hashed: `h.0.attn.c_attn.w`.
    public let name: String
    public let rows: Int
    public let columns: Int
    public let format: IntegerFormat
    private let storage: Storage

    private enum Storage {
        case whole([Int32])
        case narrow(NarrowTable)
    }

    public init(name: String, rows: Int, columns: Int, format: IntegerFormat, elements: [Int32]) {
        self.init(
            name: name, rows: rows, columns: columns, format: format, storage: .whole(elements),
            count: elements.count)
    }

    /// A parameter that is looked up and not multiplied.
    public init(name: String, rows: Int, columns: Int, format: IntegerFormat, table: NarrowTable) {
        self.init(
            name: name, rows: rows, columns: columns, format: format, storage: .narrow(table),
            count: table.count)
    }

    private init(
        name: String, rows: Int, columns: Int, format: IntegerFormat, storage: Storage, count: Int
    ) {
        precondition(count == rows * columns, "\(name): \(count) elements")
        self.name = name
        self.rows = rows
        self.columns = columns
        self.format = format
        self.storage = storage
    }

    /// Whether it is kept as a table, to be looked up and not multiplied.
    public var isTable: Bool {
        switch storage {
        case .whole: false
        case .narrow: true
        }
    }

    public var elementCount: Int { rows * columns }

    /// All elements; of a table a copy, four bytes each.
    public var elements: [Int32] {
        switch storage {
        case .whole(let elements): elements
        case .narrow(let table): table.elements
        }
    }

    /// A copy of the elements at the places `range`. **Precondition:** within the tensor.
    public func elements(in range: Range<Int>) -> [Int32] {
        switch storage {
        case .whole(let elements): Array(elements[range])
        case .narrow(let table): table.elements(in: range)
        }
    }

    /// Lends all elements, slice by slice in order.
    public func forEachSlice<Failure: Error>(
        _ body: (UnsafeBufferPointer<Int32>) throws(Failure) -> Void
    ) throws(Failure) {
        switch storage {
        case .whole(let elements): try unsafe IntegerPart.elements(elements).forEachSlice(body)
        case .narrow(let table):
            for segment in table.segments {
                try unsafe IntegerPart.segment(segment).forEachSlice(body)
            }
            try unsafe IntegerPart.segment(table.last).forEachSlice(body)
        }
    }
}
