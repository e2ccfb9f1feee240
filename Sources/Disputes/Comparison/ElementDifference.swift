/// The difference of two tensors: the first element that differs, and the number of such elements.
package struct ElementDifference: Sendable, Equatable {
    /// The first element that differs, as a row-major place.
    package let element: Int
    /// The same place by dimensions.
    package let index: [Int]
    /// The element's integer on the left and on the right.
    package let values: [Int64]
    package let differingCount: Int
    package let elementCount: Int

    package init(
        element: Int, index: [Int], values: [Int64], differingCount: Int, elementCount: Int
    ) {
        self.element = element
        self.index = index
        self.values = values
        self.differingCount = differingCount
        self.elementCount = elementCount
    }

    /// The right value less the left one, in 128 bits, since two integers of 64 bits may be further
    /// apart than 64 bits hold.
    package var difference: Int128 { Int128(values[1]) - Int128(values[0]) }
}

extension ElementDifference {
    /// The difference of two tensors of these dimensions; nil where they are equal.
    ///
    /// **Precondition:** both have the dimensions' product of elements.
    init?<Element: FixedWidthInteger>(_ left: [Element], _ right: [Element], dimensions: [Int]) {
        precondition(
            left.count == right.count && left.count == dimensions.reduce(1, *),
            "\(left.count) and \(right.count) elements of \(dimensions)")
        guard let first = left.indices.first(where: { left[$0] != right[$0] }) else { return nil }
        self.init(
            element: first, index: Self.index(of: first, in: dimensions),
            values: [Int64(left[first]), Int64(right[first])],
            differingCount: left.indices.count { left[$0] != right[$0] },
            elementCount: left.count)
    }

    /// The place by dimensions of a row-major place: [1, 2] for 6 in [3, 4].
    static func index(of element: Int, in dimensions: [Int]) -> [Int] {
        var rest = element
        var index = [Int](repeating: 0, count: dimensions.count)
        for axis in dimensions.indices.reversed() {
            index[axis] = rest % dimensions[axis]
            rest /= dimensions[axis]
        }
        return index
    }
}

/// An element beside the first that differs, in the same row.
package struct ElementNeighbour: Sendable, Equatable {
    /// The row-major place.
    package let element: Int
    /// The element's integer on the left and on the right.
    package let values: [Int64]
}
