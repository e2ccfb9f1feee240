/// A matrix of 64-bit integers: activations, scores, accumulators.
///
/// **Shapes:** `elements` is [rows, columns] row-major.
public struct IntegerMatrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    public internal(set) var elements: [Int64]

    /// **Precondition:** elements.count == rows · columns.
    public init(rows: Int, columns: Int, elements: [Int64]) {
        precondition(
            elements.count == rows * columns,
            "\(elements.count) elements for a matrix of \(rows) × \(columns)")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// The sum of two matrices of one shape. **Bounds:** each element within ±2^62.
    public static func + (left: IntegerMatrix, right: IntegerMatrix) -> IntegerMatrix {
        precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
        var sum = left
        for index in sum.elements.indices { sum.elements[index] += right.elements[index] }
        return sum
    }

    /// The columns `range` of every row, as a matrix of its own.
    public func columns(_ range: Range<Int>) -> IntegerMatrix {
        var part: [Int64] = []
        part.reserveCapacity(rows * range.count)
        for row in 0..<rows {
            let start = row * columns
            part.append(contentsOf: elements[start + range.lowerBound..<start + range.upperBound])
        }
        return IntegerMatrix(rows: rows, columns: range.count, elements: part)
    }

    /// The rows `range`, as a matrix of its own.
    public func rows(_ range: Range<Int>) -> IntegerMatrix {
        IntegerMatrix(
            rows: range.count, columns: columns,
            elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// Matrices of equal height side by side.
    public static func concatenated(_ parts: [IntegerMatrix]) -> IntegerMatrix {
        let rows = parts.first?.rows ?? 0
        let columns = parts.reduce(0) { $0 + $1.columns }
        var elements: [Int64] = []
        elements.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for part in parts {
                let start = row * part.columns
                elements.append(contentsOf: part.elements[start..<start + part.columns])
            }
        }
        return IntegerMatrix(rows: rows, columns: columns, elements: elements)
    }

    /// Limits every element to ±bound and counts what that changed.
    public mutating func clamp(to bound: Int64) -> ClampCount {
        var count = ClampCount(bound: bound)
        for index in elements.indices {
            let value = elements[index]
            let magnitude = abs(value)
            count.magnitudeMax = max(count.magnitudeMax, magnitude)
            if magnitude > bound {
                count.hits += 1
                elements[index] = value < 0 ? -bound : bound
            }
        }
        return count
    }

    /// The largest magnitude; 0 where there is no element.
    public var magnitudeMax: Int64 {
        elements.reduce(0) { max($0, abs($1)) }
    }

    /// The largest magnitude of scores [T, T] that are not masked.
    public var causalMagnitudeMax: Int64 {
        var largest: Int64 = 0
        for query in 0..<rows {
            for key in 0...query { largest = max(largest, abs(elements[query * columns + key])) }
        }
        return largest
    }

    /// A row added to every row.
    public func adding(_ row: IntegerTensor) -> IntegerMatrix {
        precondition(row.columns == columns && row.rows == 1, "\(row.name) on \(columns) columns")
        var sum = self
        for start in stride(from: 0, to: elements.count, by: columns) {
            for column in 0..<columns {
                sum.elements[start + column] += Int64(row.elements[column])
            }
        }
        return sum
    }

    /// Scores [T, T] with the masked score wherever the key stands after the query.
    public func causallyMasked() -> IntegerMatrix {
        precondition(rows == columns, "scores of \(rows) × \(columns)")
        var masked = self
        for query in 0..<rows {
            for key in query + 1..<max(query + 1, columns) {
                masked.elements[query * columns + key] = FixedPoint.maskedScore
            }
        }
        return masked
    }

    /// The score of every sum of products, before its mask.
    package func scores(headWidth: Int) -> IntegerMatrix {
        var result = self
        for index in elements.indices {
            result.elements[index] = FixedPoint.score(elements[index], headWidth: headWidth)
        }
        return result
    }

    /// roundShift of every element.
    public func roundShifted(by shift: Int64) -> IntegerMatrix {
        var result = self
        for index in elements.indices {
            result.elements[index] = FixedPoint.roundShift(elements[index], shift)
        }
        return result
    }
}

/// The record of a clamp: the largest magnitude before it, and how many elements it changed.
public struct ClampCount: Sendable, Equatable {
    public let bound: Int64
    /// The largest magnitude before the clamp.
    public var magnitudeMax: Int64 = 0
    /// How many elements the clamp changed.
    public var hits = 0

    public init(bound: Int64) {
        self.bound = bound
    }

    /// Folds in what the same clamp did elsewhere.
    public mutating func merge(_ other: ClampCount) {
        precondition(bound == other.bound, "two clamps: \(bound) and \(other.bound)")
        magnitudeMax = max(magnitudeMax, other.magnitudeMax)
        hits += other.hits
    }
}
