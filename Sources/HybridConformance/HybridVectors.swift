package import Conformance

/// The vectors of the hybrid chain.
package enum HybridVectors {
    package static let suite = VectorSuite(
        system: "hybrid",
        judges: [
            HardenedMathVectors(),
            GenesisVectors(),
            CommitteeVectors(),
            AcknowledgedBlockVectors(),
            RecordStoreVectors(),
            RecordHistoryVectors(),
            EnginePureVectors(),
            EngineSessionVectors(),
            HardenedObjectVectors(),
            KrumVectors(),
            GateVectors(),
            GateHistoryVectors(),
            AggregationVectors(),
            AcknowledgementVectors(),
            TrainerVectors(),
            HardenedFinalityVectors(),
            HardenedChainVectors(),
        ])
}
