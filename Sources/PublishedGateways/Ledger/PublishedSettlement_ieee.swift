internal import BigInt
internal import PythonValues

/// The published settlement's arithmetic, floats and all.
///
/// **Source:** CPython 3.11, `float_floor_div`, `builtin_sum_impl`.
enum PublishedSettlement {
    /// The weight of a receipt without a recorded quality.
    static let defaultWeight = PythonFloat(0.8)

    /// `sum + tokens * weight`.
    ///
    /// **Throws:** ``PythonError/overflow(_:)`` for tokens that no float comes near.
    static func adding(
        tokens: BigInt, weight: PythonFloat, to sum: PythonFloat
    ) throws(PythonError) -> PythonFloat {
        PythonFloat(
            sum.value + (try PythonNumber.integer(tokens).converted()) * weight.value)
    }

    /// From left to right, from 0.
    static func sum(of contributions: [PythonFloat]) -> PythonFloat {
        PythonFloat(contributions.reduce(0) { $0 + $1.value })
    }

    /// `int(max(0, total * contribution // max(1, sum)))`.
    ///
    /// **Throws:** ``PythonError/overflow(_:)`` for a total that no float comes near, and for an
    /// infinite share.
    static func payout(
        total: BigInt, contribution: PythonFloat, sum: PythonFloat
    ) throws(PythonError) -> BigInt {
        let product = (try PythonNumber.integer(total).converted()) * contribution.value
        // max(1, sum) is the 1 wherever sum is not above it, NaN included; max(0, share) alike.
        let share = floorDivision(product, sum.value > 1 ? sum.value : 1)
        return share > 0 ? try PythonFloat(share).truncated() : 0
    }

    /// `left // right`, of a right side from 1 on.
    private static func floorDivision(_ left: Double, _ right: Double) -> Double {
        var remainder = left.truncatingRemainder(dividingBy: right)
        var quotient = (left - remainder) / right
        if remainder < 0 {
            remainder += right
            quotient -= 1
        }
        if quotient == 0 { return 0 }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }

    /// `int(time or fallback)`, as text.
    ///
    /// **Throws:** ``PythonError``: a value for NaN, an overflow for infinities.
    static func seconds(_ time: PythonFloat?, or fallback: PythonFloat) throws(PythonError)
        -> String
    {
        let isFalse = time.map { $0.value == 0 } ?? true
        return try (isFalse ? fallback : time ?? fallback).truncated().pythonText()
    }
}
