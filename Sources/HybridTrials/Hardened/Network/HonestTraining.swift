internal import HybridChain
internal import Trials

/// The factors that honest trainers find for a slot: small changes of one candidate that makes the
/// loss smaller.
struct HonestTraining {
    private let seed: String
    private let genesis: HybridGenesis
    private static let candidateCountMax = 400

    init(_ genesis: HybridGenesis, seed: String) {
        self.genesis = genesis
        self.seed = seed
    }

    /// The candidate of a slot on weights; zeros where none helps.
    func candidate(_ weights: HybridWeights, slot: UInt64) -> [Int32] {
        var random = ActorRandom(seed: seed, actor: "hybrid training \(slot)")
        let before = weights.loss(on: genesis.samples)
        for _ in 0..<Self.candidateCountMax {
            let size = 1 << random.integer(in: 13...18)
            let factors = (0..<genesis.shape.factorCount).map { _ in
                Int32(random.integer(in: -size...size))
            }
            let dense = DeltaExpansion.dense(factors, genesis.shape)
            guard DeltaExpansion.isInRange(dense) else { continue }
            let after = weights.adding(dense).loss(on: genesis.samples)
            if 1_000 * after < 980 * before { return factors }
        }
        return [Int32](repeating: 0, count: genesis.shape.factorCount)
    }

    /// A trainer's own version of a candidate.
    func version(_ candidate: [Int32], of index: UInt16, slot: UInt64) -> [Int32] {
        var random = ActorRandom(seed: seed, actor: "hybrid trainer \(index) \(slot)")
        return candidate.map { $0 + Int32(random.integer(in: -32...32)) }
    }
}
