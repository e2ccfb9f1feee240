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

/// Some of a parameter's elements, which follow each other.
public struct IntegerPart: Sendable {
    private enum Storage {
        case elements([Int32])
        case segment(NarrowSegment)
    }

    private let storage: Storage

    static func elements(_ elements: [Int32]) -> IntegerPart {
        IntegerPart(storage: .elements(elements))
    }

    static func segment(_ segment: NarrowSegment) -> IntegerPart {
        IntegerPart(storage: .segment(segment))
    }

    /// As many as stay near while they are worked on.
    private static let sliceElementCount = 4096

    /// Lends the elements, slice by slice in order.
    public func forEachSlice<Failure: Error>(
        _ body: (UnsafeBufferPointer<Int32>) throws(Failure) -> Void
    ) throws(Failure) {
        let room = UnsafeMutableBufferPointer<Int32>.allocate(capacity: Self.sliceElementCount)
        defer { unsafe room.deallocate() }
        let count =
            switch storage {
            case .elements(let elements): elements.count
            case .segment(let segment): segment.count
            }
        for start in stride(from: 0, to: count, by: Self.sliceElementCount) {
            let range = start..<min(start + Self.sliceElementCount, count)
            switch storage {
            case .elements(let elements):
                _ = unsafe room.update(fromContentsOf: elements[range])
            case .segment(let segment): unsafe segment.copy(range, to: room)
            }
            try unsafe body(UnsafeBufferPointer(rebasing: room[..<range.count]))
        }
    }
}
