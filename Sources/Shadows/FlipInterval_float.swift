/// The exact interval of 95 % (Clopper and Pearson's) in which the true share lies, given a count.
///
/// Each end is the share at which the binomial tail beyond the count is 2.5 %, found by bisection
/// in float64. The tail is a sum of terms by their quotients, divided by the sum of all terms, so
/// that neither a logarithm nor a gamma function is needed; ends are rounded outward.
package struct FlipInterval: Sendable, Equatable {
    package let count: Int
    package let total: Int
    /// **Units:** 10⁻⁹.
    package let lowerBillionths: Int
    package let upperBillionths: Int

    private static let tail = 0.025
    private static let billion = 1_000_000_000

    /// **Precondition:** 0 ≤ count ≤ total, total ≥ 1.
    package init(count: Int, total: Int) {
        precondition((0...total).contains(count) && total >= 1, "\(count) of \(total)")
        self.count = count
        self.total = total
        let lower =
            count == 0
            ? 0
            : Self.bisection { share in
                1 - Self.cumulative(count - 1, total, share) < Self.tail
            }
        let upper =
            count == total
            ? 1
            : Self.bisection { share in Self.cumulative(count, total, share) > Self.tail }
        // Bisection and sums err by far less than a billionth.
        let scale = Double(Self.billion)
        lowerBillionths = max(Int((lower * scale - 1e-3).rounded(.down)), 0)
        upperBillionths = min(Int((upper * scale + 1e-3).rounded(.up)), Self.billion)
    }

    /// The largest share for which the condition holds, where it holds for all smaller shares and
    /// for no larger one.
    private static func bisection(_ holds: (Double) -> Bool) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The probability of at most `count` hits in `total` draws, for a share of hits between 0 and
    /// 1.
    private static func cumulative(_ count: Int, _ total: Int, _ share: Double) -> Double {
        let odds = share / (1 - share)
        guard odds.isFinite else { return 0 }
        var (term, sum, part) = (1.0, 0.0, 0.0)
        for hits in 0...total {
            sum += term
            if hits == count { part = sum }
            term *= Double(total - hits) / Double(hits + 1) * odds
            if sum > 1e200 {
                let scale = 1e-200
                (term, sum, part) = (term * scale, sum * scale, part * scale)
            }
        }
        return part / sum
    }
}
