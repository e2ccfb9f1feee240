internal import BigInt

/// The quality of a receipt's tokens as validators report it, in thousandths.
package enum QualityMedian {
    /// The word of one validator on a receipt.
    package struct Report: Sendable, Equatable {
        /// 1 to 2^32, as the parameters have it.
        package let weight: Int
        /// 0 to 1,000; nil for a validator that has reported nothing, which counts as having
        /// reported what is registered.
        package let permille: Int?

        package init(weight: Int, permille: Int?) {
            self.weight = weight
            self.permille = permille
        }
    }

    /// The weighted lower median: the least permille such that the reports of at most so much
    /// have half of all weight or more. Where nobody reports, it is what is registered.
    ///
    /// **Bounds:** sums of weights, doubled, are held as integers of any size.
    /// **Determinism:** depends on the reports, not on their order.
    package static func permille(registered: Int, _ reports: [Report]) -> Int {
        let all = reports.reduce(BigInt(0)) { $0 + BigInt($1.weight) }
        let ordered = reports.map { (permille: $0.permille ?? registered, weight: $0.weight) }
            .sorted { $0.permille < $1.permille }
        var weight = BigInt(0)
        for report in ordered {
            weight += BigInt(report.weight)
            if weight * 2 >= all { return report.permille }
        }
        return registered
    }
}
