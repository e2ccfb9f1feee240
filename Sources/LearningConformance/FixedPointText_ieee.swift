internal import BigInt
internal import PythonValues

extension PythonFloat {
    /// `f"{value:.1f}"` of a value from 0 on, as the published engine logs its scores: the exact
    /// value rounded half to even.
    var withOneDecimal: String {
        guard value.isFinite, value >= 0 else { return text }
        // value = significand / 2^1074
        let shift = 1074
        let significand =
            value.exponentBitPattern == 0
            ? BigInt(value.significandBitPattern)
            : (BigInt(value.significandBitPattern) | BigInt(1) << 52)
                << Int(value.exponentBitPattern - 1)
        let (whole, rest) = (significand * 10).quotientAndRemainder(
            dividingBy: BigInt(1) << shift)
        let doubled = rest << 1
        let one = BigInt(1) << shift
        let isUp = doubled > one || doubled == one && whole % 2 == 1
        let (units, tenth) = (isUp ? whole + 1 : whole).quotientAndRemainder(dividingBy: 10)
        return "\(units).\(tenth)"
    }
}
