internal import BigInt

/// The rounding of half precision, of whole numbers, in integers.
///
/// Elements, their differences and norms are rounded to 11 bits, half to even; from 65520 on all
/// are infinite. The square of a norm is exact in float64, in which the published code sums.
package enum HalfNorm {
    private static let bitCount = 11
    /// The least magnitude that rounds to no finite number.
    private static let infiniteFrom: Int128 = 65520
    /// A norm in its finest unit, 2^-10: no norm of whole numbers between 0 and 1 is finite.
    private static let unitBitCount = 10
    /// So many units of a squared norm are 1.
    package static let unitsOfOne: Int128 = 1 << 20

    /// An element or a difference, rounded.
    static func rounded(_ value: MarkedInteger) -> MarkedInteger {
        guard case .integer(let integer) = value else { return value }
        let magnitude = integer < 0 ? -integer : integer
        guard magnitude < infiniteFrom else { return .infinite(isNegative: integer < 0) }
        let rounded = rounded(magnitude, isMore: false)
        return .integer(integer < 0 ? -rounded : rounded)
    }

    /// To 11 bits, half to even; `isMore` where a part below the last bit was cut off before.
    private static func rounded(_ magnitude: Int128, isMore: Bool) -> Int128 {
        let width = Int128.bitWidth - magnitude.leadingZeroBitCount
        guard width > bitCount else { return magnitude }
        let cut = width - bitCount
        let (upper, rest) = (magnitude >> cut, magnitude & ((1 << cut) - 1))
        let half = Int128(1) << (cut - 1)
        let isUp = rest > half || rest == half && (isMore || upper & 1 == 1)
        return (upper + (isUp ? 1 : 0)) << cut
    }

    /// The square of the rounded root of a sum of squares, in ``unitsOfOne``.
    static func squaredNorm(ofSquares sum: MarkedInteger) -> MarkedInteger {
        guard case .integer(let squares) = sum else { return sum }
        guard squares < infiniteFrom * infiniteFrom else { return .infinity }
        // Below 2^32: shifted by 20 bits below 2^52, and 4 bits more to round from.
        let shift = 2 * (unitBitCount + 2)
        let shifted = squares << shift
        let root = Int128(BigUInt(shifted).squareRoot())
        let norm = rounded(root, isMore: root * root != shifted)
        // Two bits are below the unit; rounding to 11 bits left none of a norm of at least 1.
        let units = norm >> 2
        return .integer(units * units)
    }

    /// A squared norm of another format, in ``unitsOfOne``: below 2^112 before, 2^127 is not
    /// reached where elements are whole numbers of that format; beyond, infinite.
    static func scaled(_ sum: MarkedInteger) -> MarkedInteger {
        guard case .integer(let squares) = sum else { return sum }
        let (product, isOver) = squares.multipliedReportingOverflow(by: unitsOfOne)
        guard !isOver, product < 1 << 110 else { return .infinity }
        return .integer(product)
    }
}
