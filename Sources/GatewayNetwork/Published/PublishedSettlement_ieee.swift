internal import BigInt
internal import PythonValues

/// The published settlement, floats and all: the one file of the room that touches floating point.
///
/// **Source:** CPython 3.11, `float_floor_div`.
enum PublishedSettlement {
    /// `tokens * weight`, of a weight that is so many thousandths: 800 gives the float64 0.8.
    static func contribution(
        _ tokens: PythonValue, permille: Int
    ) throws(PythonError) -> PythonFloat {
        let weight = Double(permille) / 1000
        return PythonFloat(try tokens.requiredNumber().converted() * weight)
    }

    static func sum(_ left: PythonFloat, _ right: PythonFloat) -> PythonFloat {
        PythonFloat(left.value + right.value)
    }

    /// `int(total * contribution // max(1, sum))`.
    static func payout(
        total: PythonNumber, contribution: PythonFloat, sum: PythonFloat
    ) throws(PythonError) -> BigInt {
        let product = try total.converted() * contribution.value
        // max(1, sum) is the 1 wherever sum is not above it, NaN included.
        let quotient = floorDivision(product, sum.value > 1 ? sum.value : 1)
        guard quotient.isFinite else {
            throw quotient.isNaN
                ? .value("cannot convert float NaN to integer")
                : .overflow("cannot convert float infinity to integer")
        }
        return BigInt(quotient)
    }

    /// `left // right`, of a right side from 1 on.
    private static func floorDivision(_ left: Double, _ right: Double) -> Double {
        var remainder = left.truncatingRemainder(dividingBy: right)
        var quotient = (left - remainder) / right
        if remainder != 0, remainder < 0 {
            remainder += right
            quotient -= 1
        }
        if quotient == 0 { return 0 }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }
}

extension PythonFloat {
    /// Towards zero; 0 for what is no number.
    var truncated: BigInt { value.isFinite ? BigInt(value.rounded(.towardZero)) : 0 }
}
