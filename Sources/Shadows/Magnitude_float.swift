/// The size of a drift, rounded to two digits and a power of ten: its power tells more than its
/// digits.
package struct Magnitude: Sendable, Equatable {
    /// Two digits and a power of ten, such as "1.2e-6"; "0" for no drift.
    package let text: String
    /// ⌊10 · log₁₀⌋ of the size, so that -60 begins at 1e-6; nil for no drift.
    package let decibels: Int?

    /// 10^(1/10), 10^(2/10), …
    private static let steps = [
        1.2589254117941673, 1.5848931924611136, 1.9952623149688795, 2.51188643150958,
        3.1622776601683795, 3.9810717055349722, 5.011872336272722, 6.309573444801933,
        7.943282347242816,
    ]

    /// **Precondition:** finite, not negative.
    init(_ value: Double) {
        precondition(value.isFinite && value >= 0, "a size of \(value)")
        guard value > 0 else {
            (text, decibels) = ("0", nil)
            return
        }
        var (digits, power) = (value, 0)
        while digits >= 10 { (digits, power) = (digits / 10, power + 1) }
        while digits < 1 { (digits, power) = (digits * 10, power - 1) }
        let tenths = Int((digits * 10).rounded())
        let isNext = tenths == 100
        let shown = isNext ? 10 : tenths
        text = "\(shown / 10).\(shown % 10)e\(isNext ? power + 1 : power)"
        decibels = 10 * power + Self.steps.count { $0 <= digits }
    }
}
