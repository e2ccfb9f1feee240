internal import BigInt
internal import Scenarios

/// The exact one-sided bound of a success rate (Clopper and Pearson), in integers.
package enum BinomialBound {
    private static let million = 1_000_000
    /// Numbers have about 20 bits a try.
    private static let countMax = 1 << 14

    /// The least rate, in millionths and rounded up, at which so few successes are no more likely
    /// than the confidence leaves.
    ///
    /// **Bounds:** 1 to 16,384 tries. **Source:** C. Clopper, E. Pearson, Biometrika 26 (1934).
    package static func upperMillionths(
        successCount: Int, count: Int, confidencePermille: Int
    ) -> Int {
        precondition(
            (0...count).contains(successCount) && (1...countMax).contains(count),
            "\(successCount) of \(count) tries")
        guard successCount < count else { return million }
        var (low, high) = (successCount * million / count, million)
        while high - low > 1 {
            let middle = (low + high) / 2
            if isUnlikely(successCount, count, middle, 1_000 - confidencePermille) {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// Whether at most so many successes are no more likely than `leftPermille` at a rate.
    private static func isUnlikely(
        _ successCount: Int, _ count: Int, _ rateMillionths: Int, _ leftPermille: Int
    ) -> Bool {
        let (success, failure) = (BigUInt(rateMillionths), BigUInt(million - rateMillionths))
        // Σ C(n, i)·s^i·f^(n−i) as f^(n−k)·Σ C(n, i)·s^i·f^(k−i), for i up to k.
        var sum = BigUInt(0)
        var term = failure.power(successCount)
        for index in 0...successCount {
            sum += term
            guard index < successCount, rateMillionths < million else { break }
            term = term * BigUInt(count - index) * success / (BigUInt(index + 1) * failure)
        }
        let whole = sum * failure.power(count - successCount)
        return whole * 1_000 <= BigUInt(leftPermille) * BigUInt(million).power(count)
    }
}
