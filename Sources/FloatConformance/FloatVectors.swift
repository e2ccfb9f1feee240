package import Conformance

/// The vectors of the legacy float pipelines.
package enum FloatVectors {
    package static func suite(_ surroundings: FloatVectorSurroundings) -> VectorSuite {
        VectorSuite(
            system: "float",
            judges: [
                FloatWordVectors(),
                FloatQuantizationVectors(),
                LogarithmQuantizationVectors(),
                NearTieVectors(),
                FloatOperationVectors(),
                FloatModelVectors(surroundings: surroundings),
                PublishedReceiptVectors(surroundings: surroundings),
                RandomModelVectors(surroundings: surroundings),
                FlipVectors(surroundings: surroundings),
                DriftVectors(surroundings: surroundings),
                ExperimentVectors(surroundings: surroundings),
                TokenTextVectors(surroundings: surroundings),
                SmallTokenizerVectors(surroundings: surroundings),
            ])
    }
}
