internal import Tensors

/// The loss of a model's answers by the referee's own arithmetic: only the exponential is the
/// laboratory's.
enum RefereeLoss {
    /// A row of weights after the other times the inputs, shifted with rounding and clamped.
    ///
    /// **Bounds:** the page's: no sum leaves 2^60.
    static func sums(_ weights: ArraySlice<Int64>, _ inputs: [Int64], shift: Int64) -> [Int64] {
        stride(from: weights.startIndex, to: weights.endIndex, by: inputs.count).map { start in
            let row = weights[start..<start + inputs.count]
            let sum = zip(row, inputs).reduce(Int64(0)) { $0 + $1.0 * $1.1 }
            return min(max((sum + 1 << (shift - 1)) >> shift, -(1 << 28)), 1 << 28)
        }
    }

    /// 16 in Q16, less the logarithm of the label's probability.
    static func loss(of answers: [Int64], label: Int) -> Int64 {
        let highest = answers.max() ?? 0
        let powers = answers.map { FixedPoint.exponential($0 - highest) }
        let probability = powers[label] * 65_536 / powers.reduce(0, +)
        guard probability > 0 else { return 16 * 65_536 }
        return 16 * 65_536 - logarithm(of: probability)
    }

    /// The logarithm to the base 2 in Q16: whole digits by halving, the sixteen others by squaring
    /// a number from 1 to below 2, in Q30.
    private static func logarithm(of value: Int64) -> Int64 {
        var (whole, left) = (Int64(0), value)
        while left > 1 {
            left /= 2
            whole += 1
        }
        var number = value * (1 << 30) / (1 << whole)
        var digits: Int64 = 0
        for _ in 0..<16 {
            number = number * number / (1 << 30)
            digits *= 2
            if number >= 2 << 30 {
                number /= 2
                digits += 1
            }
        }
        return whole * 65_536 + digits
    }
}
