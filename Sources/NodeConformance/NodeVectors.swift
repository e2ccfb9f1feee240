package import ChainConformance
package import Conformance

/// The vectors of the chain's node.
package enum NodeVectors {
    /// The suite for the vector files of one folder.
    package static func suite(_ surroundings: ChainVectorSurroundings) -> VectorSuite {
        VectorSuite(
            system: "chain",
            judges: [
                NodeChainVectors(surroundings: surroundings),
                NodeServerVectors(surroundings: surroundings),
                ClientVectors(surroundings: surroundings),
                CommandLineVectors(surroundings: surroundings),
                ScenarioVectors(surroundings: surroundings),
            ])
    }
}
