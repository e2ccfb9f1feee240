internal import Auditing

extension Share {
    /// The share in percent with two decimals, such as "97.31 %", rounded down, so that 100 % is
    /// all; "–" for a share of nothing.
    var percentText: String {
        guard total > 0 else { return "–" }
        return DecimalText.ratio(basisPoints, 100) + " %"
    }
}
