internal import BigInt

/// A positive number of 64 bits and an exponent, always rounded to one side, so that a long
/// computation gives a bound of its result.
struct BoundedNumber {
    enum Side {
        case down, up
    }

    private let side: Side
    /// With its highest bit set, or 0.
    private var mantissa: UInt64
    /// The number is mantissa · 2^exponent.
    private var exponent: Int

    /// **Precondition:** from 0 on.
    init(_ value: Int, _ side: Side) {
        precondition(value >= 0, "\(value)")
        self.side = side
        mantissa = UInt64(value)
        exponent = 0
        normalise()
    }

    private mutating func normalise() {
        guard mantissa > 0 else { return exponent = 0 }
        let shift = mantissa.leadingZeroBitCount
        mantissa <<= UInt64(shift)
        exponent -= shift
    }

    /// From 128 bits, of which the lowest may stand for more that is not 0.
    private mutating func set(_ wide: UInt128, isMore: Bool, exponent: Int) {
        guard wide > 0 else {
            (mantissa, self.exponent) = (0, 0)
            return
        }
        let shift = max(64 - wide.leadingZeroBitCount, 0)
        mantissa = UInt64(wide >> UInt128(shift))
        self.exponent = exponent + shift
        let isCut = isMore || wide & ((UInt128(1) << UInt128(shift)) - 1) != 0
        normalise()
        guard isCut, side == .up else { return }
        let (next, overflows) = mantissa.addingReportingOverflow(1)
        if overflows {
            mantissa = 1 << 63
            self.exponent += 1
        } else {
            mantissa = next
        }
    }

    static func *= (_ left: inout Self, _ right: Self) {
        let wide = UInt128(left.mantissa) * UInt128(right.mantissa)
        left.set(wide, isMore: false, exponent: left.exponent + right.exponent)
    }

    /// Multiplies by numerator / denominator, both below 2^63. **Precondition:** denominator > 0.
    mutating func multiply(by numerator: Int, over denominator: Int) {
        self *= Self(numerator, side)
        let (wide, divisor) = (UInt128(mantissa) << 64, UInt128(denominator))
        set(wide / divisor, isMore: wide % divisor != 0, exponent: exponent - 64)
    }

    static func += (_ left: inout Self, _ right: Self) {
        guard right.mantissa > 0 else { return }
        guard left.mantissa > 0 else { return left = right }
        let (large, small) = left.exponent >= right.exponent ? (left, right) : (right, left)
        let distance = large.exponent - small.exponent
        let wide = UInt128(large.mantissa) << 63
        guard distance < 127 else {
            return left.set(wide, isMore: true, exponent: large.exponent - 63)
        }
        let part = UInt128(small.mantissa) << 63
        let isMore = part & ((UInt128(1) << UInt128(distance)) - 1) != 0
        left.set(
            wide + part >> UInt128(distance), isMore: isMore, exponent: large.exponent - 63)
    }

    func power(_ count: Int) -> Self {
        var (result, square, left) = (Self(1, side), self, count)
        while left > 0 {
            if !left.isMultiple(of: 2) { result *= square }
            square *= square
            left /= 2
        }
        return result
    }

    static func <= (_ left: Self, _ right: Self) -> Bool {
        guard left.mantissa > 0, right.mantissa > 0 else { return left.mantissa == 0 }
        guard left.exponent == right.exponent else { return left.exponent < right.exponent }
        return left.mantissa <= right.mantissa
    }

    /// -1, 0 or 1: whether the number is less than, equal to or greater than a whole one.
    func compared(with whole: BigUInt) -> Int {
        let (left, right) =
            exponent >= 0
            ? (BigUInt(mantissa) << exponent, whole) : (BigUInt(mantissa), whole << -exponent)
        return left < right ? -1 : left > right ? 1 : 0
    }
}
