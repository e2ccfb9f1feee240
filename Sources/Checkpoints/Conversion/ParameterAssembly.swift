internal import Tensors

/// Writes the tensors of a parameter into it, side by side, each turned where it is stored
/// [out, in].
///
/// A tensor comes row by row. Where it is turned, some of its rows are gathered first, so that as
/// many neighbours are written at once.
@safe struct ParameterAssembly: ~Copyable {
    private static let gatheredRowCountMax = 16

    private let parameter: LayoutParameter
    /// The parameter, [rows, columns] row-major.
    private let elements: UnsafeMutableBufferPointer<Int32>
    /// Up to ``gatheredRowCountMax`` rows of a tensor that is turned.
    private let gathered: UnsafeMutableBufferPointer<Int32>
    private var gatheredCount = 0
    /// The parameter's column that is written next.
    private var column = 0

    /// **Precondition:** `elements` has room for the parameter and outlives this.
    init(_ parameter: LayoutParameter, in elements: UnsafeMutableBufferPointer<Int32>) {
        precondition(elements.count == parameter.rows * parameter.columns)
        self.parameter = parameter
        unsafe self.elements = elements
        unsafe gathered = .allocate(capacity: Self.gatheredRowCountMax * parameter.rows)
    }

    deinit { unsafe gathered.deallocate() }

    /// The next elements of a source. **Precondition:** the sources come in the parameter's order,
    /// no more elements than they have; those that are not turned are vectors.
    mutating func append(_ some: UnsafeBufferPointer<Int32>, of source: SourceTensor) {
        guard !source.isTransposed else { return unsafe gather(some) }
        unsafe (elements.baseAddress! + column).update(from: some.baseAddress!, count: some.count)
        column += some.count
    }

    /// All elements of a source came.
    mutating func end() { writeGathered() }

    private mutating func gather(_ some: UnsafeBufferPointer<Int32>) {
        var start = 0
        while start < some.count {
            let count = unsafe min(some.count - start, gathered.count - gatheredCount)
            unsafe (gathered.baseAddress! + gatheredCount).update(
                from: some.baseAddress! + start, count: count)
            gatheredCount += count
            start += count
            if unsafe gatheredCount == gathered.count { writeGathered() }
        }
    }

    /// Writes the rows that were gathered as columns.
    private mutating func writeGathered() {
        let (depth, columns) = (parameter.rows, parameter.columns)
        let count = gatheredCount / depth
        for index in 0..<depth {
            let to = unsafe elements.baseAddress! + index * columns + column
            for turned in 0..<count {
                unsafe to[turned] = gathered[turned * depth + index]
            }
        }
        column += count
        gatheredCount = 0
    }
}
