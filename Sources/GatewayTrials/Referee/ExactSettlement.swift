internal import BigInt
internal import Scenarios

/// The referee's own division of an epoch's total, in exact integers.
enum ExactSettlement {
    /// Gives each key the floor of its share, and single units in the order of the largest
    /// remainders until nothing is left; of equal remainders to the key whose bytes come first.
    ///
    /// **Result:** nil where nobody contributed, or less than nothing is to be paid: that cannot be
    /// exact.
    static func payouts(
        total: Int, contributions: [(key: String, amount: Int)]
    ) -> [(key: String, amount: Int)]? {
        let sum = contributions.reduce(BigInt(0)) { $0 + BigInt($1.amount) }
        guard total >= 0, sum > 0, contributions.allSatisfy({ $0.amount >= 0 }) else { return nil }
        var rows = contributions.map { contribution in
            let (whole, remainder) = (BigInt(total) * BigInt(contribution.amount))
                .quotientAndRemainder(dividingBy: sum)
            return (
                key: contribution.key, bytes: Base64Reading.bytes(of: contribution.key) ?? [],
                amount: Int(whole), remainder: remainder
            )
        }
        rows.sort {
            $0.remainder != $1.remainder
                ? $0.remainder > $1.remainder : $0.bytes.lexicographicallyPrecedes($1.bytes)
        }
        let left = total - rows.reduce(0) { $0 + $1.amount }
        for index in rows.indices.prefix(left) { rows[index].amount += 1 }
        return rows.map { ($0.key, $0.amount) }
    }
}
