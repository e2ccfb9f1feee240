package import Fingerprints

/// Counts and sums of one head's rows at the last position, over all prompts.
package struct HeadStatistics: Sendable, Equatable {
    /// The rows of two positions or more; shorter ones are not looked at.
    package private(set) var rowCount = 0
    /// The number of rows of each kind, in the order of ``RowKind``'s cases.
    package private(set) var kindCounts = [Int](repeating: 0, count: RowKind.allCases.count)
    /// The number of rows whose entropy falls into each of ``AttentionEntropy/binCount`` bins.
    package private(set) var entropyCounts = [Int](repeating: 0, count: AttentionEntropy.binCount)
    /// **Units:** Q16, summed over the rows.
    private var entropySumQ16 = 0
    private var movedSumQ16 = 0
    private var unfollowedSumQ16 = 0

    package init() {}

    /// Folds in a prompt's row and the row of its shuffled tokens.
    ///
    /// **Shapes:** row, shuffled [T]; places [T], where each token went. T ≤ 1 is not counted.
    package mutating func add(row: [Int64], shuffled: [Int64], places: [Int]) {
        guard row.count >= 2 else { return }
        rowCount += 1
        kindCounts[RowKind.allCases.firstIndex(of: RowKind(row))!] += 1
        let entropy = AttentionEntropy.normalizedQ16(row)
        entropySumQ16 += entropy
        entropyCounts[AttentionEntropy.bin(entropy)] += 1
        var followed = row
        for (token, place) in places.enumerated() { followed[place] = row[token] }
        movedSumQ16 += Self.distanceQ16(row, shuffled)
        unfollowedSumQ16 += Self.distanceQ16(followed, shuffled)
    }

    package subscript(kind: RowKind) -> Int {
        kindCounts[RowKind.allCases.firstIndex(of: kind)!]
    }

    package var degenerateCount: Int { rowCount - self[.informative] }

    /// Mean normalised entropy.
    package var entropyQ16: Int { mean(entropySumQ16) }

    /// The share of a row's weight that shuffling the tokens moves to other places.
    package var movedQ16: Int { mean(movedSumQ16) }

    /// The share that is still elsewhere after each weight is put where its token went.
    package var unfollowedQ16: Int { mean(unfollowedSumQ16) }

    /// The extent to which the head goes by places rather than by tokens, in Q16: 0 for weight that
    /// goes with its token wherever the token stands, 65536 for weight that stays in its place
    /// whatever stands there. A head that mixes both, as heads of random weights do in deeper
    /// layers, is at half.
    package var placeShareQ16: Int {
        let both = movedQ16 + unfollowedQ16
        return both == 0 ? 0 : unfollowedQ16 * 65536 / both
    }

    private func mean(_ sum: Int) -> Int { rowCount == 0 ? 0 : sum / rowCount }

    package mutating func merge(_ other: HeadStatistics) {
        rowCount += other.rowCount
        for kind in kindCounts.indices { kindCounts[kind] += other.kindCounts[kind] }
        for bin in entropyCounts.indices { entropyCounts[bin] += other.entropyCounts[bin] }
        entropySumQ16 += other.entropySumQ16
        movedSumQ16 += other.movedSumQ16
        unfollowedSumQ16 += other.unfollowedSumQ16
    }

    /// Half the sum of absolute differences of two rows' shares: 0 for the same, 65536 for rows
    /// that share no position.
    ///
    /// **Bounds:** weights up to 2^24, so that weight · 65536 stays below 2^41; each of the T terms
    /// loses less than 2 in Q16 to its two floors.
    package static func distanceQ16(_ left: [Int64], _ right: [Int64]) -> Int {
        let (leftSum, rightSum) = (left.reduce(0, +), right.reduce(0, +))
        let total = zip(left, right).reduce(Int64(0)) { total, pair in
            total + abs(pair.0 * 65536 / leftSum - pair.1 * 65536 / rightSum)
        }
        return Int(total / 2)
    }
}
