/// Activations between the operations of the engine.
///
/// **Shapes:** `elements` is [rows, columns] row-major. **Units:** Q16. **Bounds:** within ±2^28,
/// the clamp of activations, which outputs of heads keep, too: a row of probabilities sums to 1 at
/// most.
public struct ActivationMatrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    public package(set) var elements: [Int32]

    /// **Precondition:** elements.count == rows · columns.
    public init(rows: Int, columns: Int, elements: [Int32]) {
        precondition(
            elements.count == rows * columns,
            "\(elements.count) elements for a matrix of \(rows) × \(columns)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// All zero.
    public init(rows: Int, columns: Int) {
        self.init(
            rows: rows, columns: columns, elements: [Int32](repeating: 0, count: rows * columns))
    }

    /// The rows that `indices` names, in that order.
    public func gathered(_ indices: [Int]) -> ActivationMatrix {
        var result: [Int32] = []
        result.reserveCapacity(indices.count * columns)
        for row in indices { result += elements[row * columns..<(row + 1) * columns] }
        return ActivationMatrix(rows: indices.count, columns: columns, elements: result)
    }

    /// Puts other numbers in the place of the rows that `indices` names.
    ///
    /// **Precondition:** elements [indices, columns], each in 32 bits.
    package mutating func replace(rows indices: [Int], with elements: [Int64]) {
        precondition(elements.count == indices.count * columns, "elements of another shape")
        for (index, row) in indices.enumerated() {
            self.elements.replaceSubrange(
                row * columns..<(row + 1) * columns,
                with: elements[index * columns..<(index + 1) * columns].lazy.map { Int32($0) })
        }
    }

    /// The same numbers with 64 bits.
    public var widened: IntegerMatrix {
        IntegerMatrix(rows: rows, columns: columns, elements: elements.map(Int64.init))
    }

    /// **Precondition:** every element of `matrix` in 32 bits.
    package init(_ matrix: IntegerMatrix) {
        self.init(
            rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { Int32($0) })
    }
}

/// The largest sums, the clamp and the work of a linear layer.
public struct LinearRange: Sendable, Equatable {
    /// The largest magnitude of a whole sum.
    public var sumMagnitudeMax: Int64 = 0
    public var clamp = ClampCount(bound: FixedPoint.activationClamp)
    /// Products of limbs that were made, which a backend may need more or fewer of.
    public var limbProductCount = 0

    public mutating func merge(_ other: LinearRange) {
        sumMagnitudeMax = max(sumMagnitudeMax, other.sumMagnitudeMax)
        clamp.merge(other.clamp)
        limbProductCount += other.limbProductCount
    }
}
