import Auditing
import GlyphChainTrials
import Proving
import Tensors

/// The model that trials prove with.
enum EmbeddedModel {
    private static let name = "glyph-nano"
    /// Fixed, so that costs are the same on every machine.
    private static let costSettings = MinerAdvantageSettings(
        seed: "glyphlab attacks", attemptCount: 256, saltCount: 4_096, seedCount: 4_096,
        threadCount: 1)

    /// **Throws:** where the house has no such model.
    static func loaded(in house: House) throws -> TrialModel {
        let loaded = try LoadedModel(
            folder: house.modelFolder(name), backend: Backends.fastest,
            cacheUse: .never)
        let (prover, weightsHash) = (loaded.prover, loaded.weightsHash)
        let batchProver = BatchProver(
            prover: prover, shortcuts: Shortcuts(sharesPrefixes: true, stopsEarly: true))
        return TrialModel(
            name: name, proofs: batchProver, olderTablesProofs: OlderTablesProver(prover),
            evidence: batchProver, weightsHash: weightsHash,
            costs: MiningCosts {
                try MinerAdvantage(
                    prover: prover, weightsHash: weightsHash, settings: costSettings)
            }
        ).remembering
    }
}
