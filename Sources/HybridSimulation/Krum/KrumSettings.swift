internal import HybridChain
internal import Statistics
internal import Tensors

/// Rounds of trainers, some of whom lie.
package struct KrumSettings: Sendable, Equatable {
    /// n.
    package let trainerCount: Int
    /// Numbers of liars, each tried in each round.
    package let liarCounts: [Int]
    package let roundCount: Int
    package let seed: String
    package var threadCount = 1

    package static let trainerCountRange = 5...21
    package static let roundCountMax = ExactBinomial.countMax
    /// Numbers of a delta.
    package static let deltaCount = 256

    /// Nil unless the counts are within their ranges: of liars at most f + 2, so that two are
    /// honest at least.
    package init?(trainerCount: Int, liarCounts: [Int], roundCount: Int, seed: String) {
        guard Self.trainerCountRange.contains(trainerCount),
            (1...Self.roundCountMax).contains(roundCount), !liarCounts.isEmpty,
            liarCounts.allSatisfy({
                (0...Self.faultCount(trainerCount) + 2).contains($0)
            })
        else { return nil }
        self.trainerCount = trainerCount
        self.liarCounts = liarCounts
        self.roundCount = roundCount
        self.seed = seed
    }

    /// f, the greatest with n ≥ 2f + 3.
    package static func faultCount(_ trainerCount: Int) -> Int { (trainerCount - 3) / 2 }

    /// None, one, and from one below the stated number to two above it.
    package static func liarCountsDefault(_ trainerCount: Int) -> [Int] {
        let faultCount = faultCount(trainerCount)
        return [0, 1] + (max(faultCount - 1, 2)...faultCount + 2)
    }

    /// f.
    package var faultCount: Int { Self.faultCount(trainerCount) }

    /// The variance of a number of a delta: of the odd ones from −255 to 255, (256² − 1) / 3.
    private static let variance = 21_845

    /// The magnitude of each number of the direction that honest deltas have in common: its square
    /// is 1.7·(f + 1) variances.
    ///
    /// That is enough for f liars never to turn a choice, and too little against f + 1: see
    /// ``KrumPromise``. **Bounds:** f ≤ 9, so at most 609.
    package var direction: Int64 {
        FixedPoint.integerSquareRoot(Int64(Self.variance * 17 * (faultCount + 1) / 10))
    }
}
