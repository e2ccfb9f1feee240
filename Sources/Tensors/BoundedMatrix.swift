/// A matrix of 32-bit integers that carries the bound of its elements: an operand of an exact
/// matrix product, whose proof needs the bound.
///
/// **Shapes:** `elements` is [rows, columns] row-major. **Bounds:** |element| ≤ `bound`, checked
/// when the value is made.
public struct BoundedMatrix: Sendable {
    public let rows: Int
    public let columns: Int
    public let elements: [Int32]
    public let bound: Int64

    /// **Precondition:** the count fits the shape, every element the bound, the bound 31 bits.
    public init(rows: Int, columns: Int, elements: [Int32], bound: Int64) {
        precondition(
            elements.count == rows * columns,
            "\(elements.count) elements for a matrix of \(rows) × \(columns)")
        precondition((0...Int64(Int32.max)).contains(bound), "bound \(bound)")
        let limit = Int32(bound)
        var least: Int32 = 0
        var most: Int32 = 0
        for element in elements {
            least = min(least, element)
            most = max(most, element)
        }
        precondition(least >= -limit && most <= limit, "\(least) to \(most) beyond ±\(bound)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
        self.bound = bound
    }

    /// roundShift of a matrix whose elements lie within ±clamp, so that the results lie within
    /// ±roundShift(clamp).
    public init(roundShifting matrix: IntegerMatrix, by shift: Int64, clampedTo clamp: Int64) {
        self.init(
            rows: matrix.rows, columns: matrix.columns,
            elements: matrix.elements.map { Int32(FixedPoint.roundShift($0, shift)) },
            bound: FixedPoint.roundShift(clamp, shift))
    }

    /// **Precondition:** every element within ±bound.
    public init(_ matrix: IntegerMatrix, bound: Int64) {
        self.init(
            rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { Int32($0) },
            bound: bound)
    }

    /// A parameter [rows, columns], bounded by the clamp of its format.
    public init(_ parameter: IntegerTensor) {
        self.init(
            rows: parameter.rows, columns: parameter.columns, elements: parameter.elements,
            bound: parameter.format.clamp)
    }

    /// Rows become columns.
    public var transposed: BoundedMatrix {
        var turned = [Int32](repeating: 0, count: elements.count)
        for row in 0..<rows {
            for column in 0..<columns {
                turned[column * rows + row] = elements[row * columns + column]
            }
        }
        return BoundedMatrix(rows: columns, columns: rows, elements: turned, bound: bound)
    }
}
