package import Conformance

/// The vectors of the chain.
package enum ChainVectors {
    /// The suite for the vector files of one folder.
    package static func suite(_ surroundings: ChainVectorSurroundings) -> VectorSuite {
        VectorSuite(
            system: "chain",
            judges: [
                ChainRuleVectors(),
                MinedChainVectors(surroundings: surroundings),
                ChainCaseVectors(surroundings: surroundings),
                ChainDifferentialVectors(surroundings: surroundings),
                FingerprintVectors(surroundings: surroundings),
            ])
    }
}
