/// The theorem that is promised, on the honest deltas of a round and nothing that liars did.
///
/// Let n ≥ 2f + 3, at most f liars, and D the greatest distance between two honest deltas. An
/// honest delta has n − f − 1 honest others, so its score is at most (n − f − 2)·D². A liar's delta
/// that is chosen scores no more, and of the n − f − 2 deltas nearest to it, f − 1 at most are
/// liars': at least n − 2f − 1 are honest. So an honest one is within D·√((n − f − 2) / (n − 2f −
/// 1)) of it. The same holds of each that multi-Krum chooses: n − f deltas score so little, so the
/// first n − f − 2 do.
struct KrumPromise {
    private let truth: HonestDeltas
    /// n − f − 2 times D². **Bounds:** 18 · 256 · 1,728² < 2^34.
    private let scoreMax: Int64
    /// n − 2f − 1.
    private let honestNeighbourCount: Int64

    init(_ truth: HonestDeltas, _ settings: KrumSettings) {
        self.truth = truth
        var greatest: Int64 = 0
        for one in truth.deltas.indices {
            for other in 0..<one {
                greatest = max(
                    greatest,
                    HonestDeltas.squaredDistance(truth.deltas[one], truth.deltas[other]))
            }
        }
        scoreMax = Int64(settings.trainerCount - settings.faultCount - 2) * greatest
        honestNeighbourCount = Int64(settings.trainerCount - 2 * settings.faultCount - 1)
    }

    /// Whether a delta is so near to an honest one.
    func isNear(_ delta: [Int64]) -> Bool {
        truth.deltas.contains {
            let (product, isOver) = HonestDeltas.squaredDistance($0, delta)
                .multipliedReportingOverflow(by: honestNeighbourCount)
            return !isOver && product <= scoreMax
        }
    }

    /// Whether whatever is so near to an honest delta goes along the honest mean, and the rounded
    /// mean of such deltas too.
    ///
    /// The least projection of an honest delta on H, less half a unit a number that rounding may
    /// take, is above the distance times |H|. **Bounds:** of the right side 2^34 · 2^38.
    var keepsDirection: Bool {
        let rounding = truth.sum.reduce(0) { $0 + Int64($1.magnitude) }
        let least = Int128((truth.projections.min() ?? 0) - rounding)
        guard least > 0 else { return false }
        return least * least * Int128(honestNeighbourCount)
            > Int128(scoreMax) * Int128(truth.sumSquare)
    }
}
