internal import BigInt

/// The exact two-sided interval of a rate (Clopper and Pearson), in integers.
///
/// Each end is the rate, on a grid of millionths and rounded outwards, at which a count as far from
/// it or farther is no more likely than half of what the confidence leaves.
/// **Source:** C. Clopper, E. Pearson, Biometrika 26 (1934).
package struct ExactBinomial: Sendable, Equatable {
    package let successCount: Int
    package let count: Int
    /// **Units:** 10⁻⁶.
    package let lowerMillionths: Int
    package let upperMillionths: Int

    package static let million = 1_000_000
    package static let countMax = 1 << 14

    /// **Precondition:** 0 ≤ successCount ≤ count, 1 ≤ count ≤ 16,384, 1 ≤ confidence ≤ 999.
    package init(successCount: Int, count: Int, confidencePermille: Int = 950) {
        precondition(
            (0...count).contains(successCount) && (1...Self.countMax).contains(count)
                && (1...999).contains(confidencePermille),
            "\(successCount) of \(count) tries, \(confidencePermille) permille")
        self.successCount = successCount
        self.count = count
        let left = 1_000 - confidencePermille
        upperMillionths = Self.upper(successCount, count, leftPermille: left)
        lowerMillionths =
            Self.million - Self.upper(count - successCount, count, leftPermille: left)
    }

    /// The least rate at which so few successes are no more likely than half of what is left.
    private static func upper(_ successCount: Int, _ count: Int, leftPermille: Int) -> Int {
        guard successCount < count else { return million }
        var (low, high) = (successCount * million / count, million)
        while high - low > 1 {
            let middle = (low + high) / 2
            if isUnlikely(successCount, count, middle, leftPermille) {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// Whether P(X ≤ k) ≤ left / 2,000 at a rate, k < n.
    private static func isUnlikely(
        _ successCount: Int, _ count: Int, _ rateMillionths: Int, _ leftPermille: Int
    ) -> Bool {
        // The tail with fewer terms is summed: P(X > k) is that of at most n − k − 1 failures.
        if successCount < count / 2 {
            return BinomialTail(
                last: successCount, count: count, rateMillionths: rateMillionths
            ).isAtMost(leftPermille, of: 2_000)
        }
        return BinomialTail(
            last: count - successCount - 1, count: count,
            rateMillionths: million - rateMillionths
        ).isAtLeast(2_000 - leftPermille, of: 2_000)
    }
}

/// The probability of at most so many of n hits at a rate: Σ C(n, i)·s^i·f^(n−i), i ≤ last, in
/// parts of (s + f)^n, s + f being a million.
///
/// Compared by bounds from both sides and, where these leave it open, exactly.
package struct BinomialTail {
    private let last: Int
    private let count: Int
    private let success: Int
    private let failure: Int

    package init(last: Int, count: Int, rateMillionths: Int) {
        self.last = last
        self.count = count
        success = rateMillionths
        failure = ExactBinomial.million - rateMillionths
    }

    package func isAtMost(_ numerator: Int, of denominator: Int) -> Bool {
        if bound(.up, denominator) <= threshold(.down, numerator) { return true }
        if !(bound(.down, denominator) <= threshold(.up, numerator)) { return false }
        return exact * BigUInt(denominator) <= BigUInt(numerator) * whole
    }

    package func isAtLeast(_ numerator: Int, of denominator: Int) -> Bool {
        if threshold(.up, numerator) <= bound(.down, denominator) { return true }
        if !(threshold(.down, numerator) <= bound(.up, denominator)) { return false }
        return exact * BigUInt(denominator) >= BigUInt(numerator) * whole
    }

    private func threshold(_ side: BoundedNumber.Side, _ numerator: Int) -> BoundedNumber {
        var result = BoundedNumber(ExactBinomial.million, side).power(count)
        result *= BoundedNumber(numerator, side)
        return result
    }

    /// The sum, times a factor. **Bounds:** count · million < 2^63.
    private func bound(_ side: BoundedNumber.Side, _ factor: Int) -> BoundedNumber {
        guard failure > 0 else {
            return last == count
                ? threshold(side, factor) : BoundedNumber(0, side)
        }
        var sum = BoundedNumber(0, side)
        var term = BoundedNumber(failure, side).power(count)
        for index in 0...last {
            sum += term
            guard index < last, success > 0 else { break }
            term.multiply(by: (count - index) * success, over: (index + 1) * failure)
        }
        sum *= BoundedNumber(factor, side)
        return sum
    }

    // MARK: Exactly

    private var whole: BigUInt { BigUInt(ExactBinomial.million).power(count) }

    /// The sum as f^(n−k)·Σ C(n, i)·s^i·f^(k−i), whose terms divide without a rest.
    var exact: BigUInt {
        guard failure > 0 else { return last == count ? whole : 0 }
        let (success, failure) = (BigUInt(success), BigUInt(failure))
        var sum = BigUInt(0)
        var term = failure.power(last)
        for index in 0...last {
            sum += term
            guard index < last, success > 0 else { break }
            term = term * (BigUInt(count - index) * success) / (BigUInt(index + 1) * failure)
        }
        return sum * failure.power(count - last)
    }

    /// Whether the bounds enclose the exact sum.
    package var isEnclosed: Bool {
        let sum = exact
        func compare(_ bound: BoundedNumber) -> Int { bound.compared(with: sum) }
        return compare(bound(.down, 1)) <= 0 && compare(bound(.up, 1)) >= 0
    }
}
