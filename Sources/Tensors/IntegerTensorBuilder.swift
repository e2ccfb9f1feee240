/// Makes a parameter of elements that come bit by bit: a table where they are looked up, whole
/// where they are multiplied or few.
public struct IntegerTensorBuilder {
    private let name: String
    private let rows: Int
    private let columns: Int
    private let format: IntegerFormat
    private let onPart: (IntegerPart) -> Void
    private var elements: [Int32] = []
    private var table: NarrowTable?

    /// - Parameter onPart: gets the elements part by part, in order, each as soon as it is whole:
    ///   the memory is the parameter's own.
    public init(
        name: String, rows: Int, columns: Int, format: IntegerFormat,
        onPart: @escaping (IntegerPart) -> Void = { _ in }
    ) {
        self.name = name
        self.rows = rows
        self.columns = columns
        self.format = format
        self.onPart = onPart
        switch format {
        // Embeddings are the only activations that are no vectors.
        case .activation where rows > 1: table = NarrowTable()
        case .activation, .weight: elements.reserveCapacity(rows * columns)
        }
    }

    public mutating func append(_ some: UnsafeBufferPointer<Int32>) {
        guard let before = table?.segments.count else {
            unsafe elements.append(contentsOf: some)
            return
        }
        unsafe table!.append(some)
        for segment in table!.segments[before...] { onPart(.segment(segment)) }
    }

    /// **Precondition:** all elements came.
    public func finished() -> IntegerTensor {
        if let table {
            onPart(.segment(table.last))
            return IntegerTensor(
                name: name, rows: rows, columns: columns, format: format, table: table)
        }
        onPart(.elements(elements))
        return IntegerTensor(
            name: name, rows: rows, columns: columns, format: format, elements: elements)
    }
}
