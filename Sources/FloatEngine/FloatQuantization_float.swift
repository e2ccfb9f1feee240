internal import Foundation

/// A row of float64 numbers on the grid of 100, as the published float pipelines put it there.
///
/// **Source:** their `quantize`. A softmax's row sums to 100 then; other rows may not, and may have
/// negative entries.
package enum FloatQuantization {
    package enum Form: Sendable {
        /// That of the cross-hardware test and of all later files.
        case current
        /// That of the first tests, which leave a row that has more than 100 as it is.
        case old
    }

    /// The exception that CPython raises for a row, or the reason why this room has no answer.
    package enum RowError: String, Error, CustomStringConvertible {
        case emptyRow = "ZeroDivisionError"
        case notANumber = "ValueError"
        case infinite = "OverflowError"
        /// CPython would count for years.
        case tooLarge = "a number beyond 2^36"

        package var description: String { rawValue }
    }

    /// The largest magnitude of a part.
    private static let partMax = Double(1 << 36)

    /// **Shapes:** [T] → [T]. **Throws:** ``RowError``.
    package static func quantized(
        _ row: [Double], form: Form = .current
    ) throws(RowError) -> [Int64] {
        var (parts, fractions) = try split(row)
        let count = parts.count
        guard count > 0 else { throw .emptyRow }
        let missing = 100 - parts.reduce(0, +)
        guard missing > 0 || form == .current else { return parts }
        let order = parts.indices.sorted { left, right in
            guard fractions[left] == fractions[right] else {
                return missing > 0
                    ? fractions[left] > fractions[right] : fractions[left] < fractions[right]
            }
            return missing > 0 ? left < right : left > right
        }
        let (rounds, rest) = missing.magnitude.quotientAndRemainder(dividingBy: UInt64(count))
        for (place, index) in order.enumerated() {
            let steps = Int64(rounds) + (place < Int(rest) ? 1 : 0)
            parts[index] += missing > 0 ? steps : -steps
        }
        return parts
    }

    /// The distance to the cut: two entries must move by this much against each other before a
    /// part of 100 goes to another entry. Nil where no entry is favoured.
    ///
    /// **Throws:** ``RowError``.
    package static func gap(_ row: [Double]) throws(RowError) -> Double? {
        let (parts, fractions) = try split(row)
        guard !parts.isEmpty else { throw .emptyRow }
        let missing = 100 - parts.reduce(0, +)
        let rest = Int(missing.magnitude % UInt64(parts.count))
        guard rest > 0 else { return nil }
        let sorted = missing > 0 ? fractions.sorted(by: >) : fractions.sorted()
        return (sorted[rest - 1] - sorted[rest]).magnitude / 100
    }

    /// ⌊100 · x⌋ of every entry, and what is left of it.
    private static func split(
        _ row: [Double]
    ) throws(RowError) -> (parts: [Int64], fractions: [Double]) {
        var (parts, fractions): ([Int64], [Double]) = ([], [])
        for value in row {
            let raw = value * 100
            guard !raw.isNaN else { throw .notANumber }
            guard raw.isFinite else { throw .infinite }
            guard raw.magnitude < partMax else { throw .tooLarge }
            let part = raw.rounded(.down)
            parts.append(Int64(part))
            fractions.append(raw - part)
        }
        return (parts, fractions)
    }

    /// The other quantiser of the published tests: 8 · ln p, half to even, no less than −64.
    ///
    /// **Throws:** ``RowError/notANumber``, ``RowError/infinite``.
    package static func logarithms(_ row: [Double]) throws(RowError) -> [Int64] {
        var parts: [Int64] = []
        for value in row {
            guard !value.isNaN else { throw .notANumber }
            guard value < .infinity else { throw .infinite }
            guard value > 0 else {
                parts.append(-64)
                continue
            }
            parts.append(max(-64, Int64((8 * log(value)).rounded(.toNearestOrEven))))
        }
        return parts
    }
}
