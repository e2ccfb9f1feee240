package import Conformance

/// The vectors of the mesh.
package enum MeshVectors {
    package static let suite = VectorSuite(
        system: "mesh",
        judges: [
            IdentifierVectors(),
            MessagePackVectors(),
            MeshIdentityVectors(),
            TimedStorageVectors(),
            LocalStorageVectors(),
            RecordVectors(),
            ValidatorPipelineVectors(),
            CommitRevealVectors(),
            RoutingVectors(),
            TraversalVectors(),
            StakeVectors(),
            RateLimitVectors(),
            ChainMathVectors(),
            ChainCurveVectors(),
            ChainEpochVectors(),
            ScoringVectors(),
            MockChainVectors(),
            BootnodeVectors(),
            AuthorizationVectors(),
            BlacklistVectors(),
            RemoteCallVectors(),
            NodeVectors(),
        ])
}
