internal import BigInt
package import PythonValues

/// Amounts as the published commands read and print them.
///
/// This is the one file of the room that touches floating point: a product and two roundings, each
/// of IEEE 754, and the exact decimals of a value.
package enum PublishedMoney {
    private static let unitCountPerCoin: Double = 100
    /// The bits of a significand below its first.
    private static let fractionBitCount = 52

    /// `round(float(text) * 100)`: half goes to even.
    ///
    /// **Throws:** ``PythonError``: a value for texts that spell no number and for NaN, an overflow
    /// for infinities.
    package static func units(ofCoins text: PythonText) throws(PythonError) -> PythonValue {
        let units = try text.float().value * unitCountPerCoin
        return try .integer(PythonFloat(units.rounded(.toNearestOrEven)).truncated())
    }

    /// `f"{units / 100:.2f}"`.
    ///
    /// **Throws:** ``PythonError/overflow(_:)`` for an integer that no float comes near.
    package static func coins(_ units: PythonNumber) throws(PythonError) -> String {
        let coins = try units / .integer(BigInt(Int(unitCountPerCoin)))
        return try hundredths(coins.converted())
    }

    /// `f"{value:.2f}"`: the exact value in decimals, rounded half to even.
    private static func hundredths(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        let sign = value.sign == .minus ? "-" : ""
        guard value.isFinite else { return sign + "inf" }
        let digits = String(roundedHundredths(value.magnitude))
        let padded = String(repeating: "0", count: max(3 - digits.utf8.count, 0)) + digits
        return sign + padded.dropLast(2) + "." + padded.suffix(2)
    }

    private static func roundedHundredths(_ magnitude: Double) -> BigInt {
        guard magnitude > 0 else { return 0 }
        // value = significand · 2^exponent, the significand an integer below 2^53.
        let significand = BigInt(
            magnitude.significand * Double(sign: .plus, exponent: fractionBitCount, significand: 1))
        let exponent = Int(magnitude.exponent) - fractionBitCount
        let hundredfold = significand * 100
        guard exponent < 0 else { return hundredfold << exponent }
        let (whole, rest) = hundredfold.quotientAndRemainder(dividingBy: BigInt(1) << -exponent)
        let half = BigInt(1) << (-exponent - 1)
        let isUp = rest > half || rest == half && whole % 2 == 1
        return isUp ? whole + 1 : whole
    }
}
