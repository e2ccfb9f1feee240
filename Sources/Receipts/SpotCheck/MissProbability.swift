package import BigInt

/// The probability that a check of k records, drawn without replacement, meets none of the f that
/// are wrong among n: C(n−f, k) / C(n, k), exactly.
package struct MissProbability: Sendable, Equatable {
    package let numerator: BigInt
    package let denominator: BigInt

    /// **Preconditions:** 0 ≤ wrong, checked ≤ all, all ≥ 1.
    package init(all: Int, wrong: Int, checked: Int) {
        precondition(
            all >= 1 && (0...all).contains(wrong) && (0...all).contains(checked),
            "\(wrong) and \(checked) of \(all)")
        // C(n−f, k) / C(n, k) = C(n−k, f) / C(n, f): the product with fewer factors.
        let (fewer, more) = (min(wrong, checked), max(wrong, checked))
        guard fewer <= all - more else {
            (numerator, denominator) = (0, 1)
            return
        }
        numerator = Self.product(from: all - more, count: fewer)
        denominator = Self.product(from: all, count: fewer)
    }

    /// first · (first − 1) · … with `count` factors, split into halves, so that both sides are of a
    /// size.
    private static func product(from first: Int, count: Int) -> BigInt {
        switch count {
        case 0: return 1
        case 1: return BigInt(first)
        default:
            let half = count / 2
            return product(from: first, count: half)
                * product(from: first - half, count: count - half)
        }
    }

    /// The probability with this number of decimals, rounded up: never less than it is.
    package func decimalText(decimalCount: Int) -> String {
        let power = BigInt(10).power(decimalCount)
        let (quotient, remainder) = (numerator * power).quotientAndRemainder(
            dividingBy: denominator)
        let digits = String(quotient + (remainder == 0 ? 0 : 1))
        let padded =
            String(repeating: "0", count: max(0, decimalCount + 1 - digits.utf8.count)) + digits
        return decimalCount == 0
            ? padded : "\(padded.dropLast(decimalCount)).\(padded.suffix(decimalCount))"
    }

    /// Whether the probability is at most this number of hundredths.
    package func isAtMost(percent: Int) -> Bool {
        numerator * 100 <= denominator * BigInt(percent)
    }

    /// The fewest records to check so that such a fraud is missed with a probability of at most
    /// `percent` hundredths. **Preconditions:** 1 ≤ wrong ≤ all, 0 ≤ percent.
    package static func checkedCount(all: Int, wrong: Int, missPercentMax percent: Int) -> Int {
        func isEnough(_ checked: Int) -> Bool {
            MissProbability(all: all, wrong: wrong, checked: checked).isAtMost(percent: percent)
        }
        // Doubling first: for large frauds few records are enough, and few factors are computed.
        var high = 1
        while high < all, !isEnough(high) { high = min(2 * high, all) }
        var low = high / 2
        while low + 1 < high {
            let middle = (low + high) / 2
            if isEnough(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
