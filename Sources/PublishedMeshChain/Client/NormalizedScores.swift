internal import BigInt
package import PythonValues

/// Scores of peers scaled so that they add up to a total.
package enum NormalizedScores {
    /// Each score over their sum, times the total; all zero where the sum is zero.
    /// (No reference vector has a sum of zero but that of no scores.)
    ///
    /// **Throws:** ``PythonError`` where an integer is too large for a float.
    package static func values(
        _ scores: [PythonNumber], total: PythonNumber
    ) throws(PythonError) -> [PythonNumber] {
        var sum = PythonNumber.integer(0)
        for score in scores { sum = try sum + score }
        if sum.equals(.integer(0)) {
            return scores.map { _ in .float(PythonFloat(0)) }
        }
        var values: [PythonNumber] = []
        for score in scores { values.append(try score / sum * total) }
        return values
    }
}
