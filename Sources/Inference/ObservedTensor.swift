internal import Tensors

/// The output of an operation for one sequence, as a ``ForwardObserver`` sees it.
///
/// **Shapes:** row-major by `dimensions`. **Units:** as its ``Station`` says.
public struct ObservedTensor {
    public let dimensions: [Int]
    private let storage: Storage

    private enum Storage {
        /// The rows of a matrix that belong to the sequence.
        case rows(ActivationMatrix, [Int])
        case narrow([Int32])
        case wide([Int64])
    }

    init(_ matrix: ActivationMatrix, rows: [Int]) {
        dimensions = [rows.count, matrix.columns]
        storage = .rows(matrix, rows)
    }

    init(dimensions: [Int], _ elements: [Int32]) {
        self.dimensions = dimensions
        storage = .narrow(elements)
    }

    init(dimensions: [Int], _ elements: [Int64]) {
        self.dimensions = dimensions
        storage = .wide(elements)
    }

    /// Whether the elements are of 64 bits.
    public var isWide: Bool {
        guard case .wide = storage else { return false }
        return true
    }

    /// All elements in order, in runs that lie together in memory; one of the bodies is called.
    public func forEachRun(
        narrow: (ArraySlice<Int32>) -> Void, wide: (ArraySlice<Int64>) -> Void
    ) {
        switch storage {
        case .narrow(let elements): narrow(elements[...])
        case .wide(let elements): wide(elements[...])
        case .rows(let matrix, let rows):
            var start = 0
            while start < rows.count {
                var end = start + 1
                while end < rows.count && rows[end] == rows[end - 1] + 1 { end += 1 }
                narrow(
                    matrix.elements[
                        rows[start] * matrix.columns..<(rows[end - 1] + 1) * matrix.columns])
                start = end
            }
        }
    }

    /// All elements, widened.
    public var elements: [Int64] {
        var all: [Int64] = []
        all.reserveCapacity(dimensions.reduce(1, *))
        forEachRun(narrow: { all += $0.lazy.map(Int64.init) }, wide: { all += $0 })
        return all
    }
}
