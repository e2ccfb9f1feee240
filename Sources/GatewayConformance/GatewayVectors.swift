package import Conformance

/// The vectors of the gateway network.
package enum GatewayVectors {
    package static let suite = VectorSuite(
        system: "receipts",
        judges: [
            EncodingVectors(),
            IdentityVectors(),
            CoercionVectors(),
            NodeVectors(),
            DirectoryVectors(),
            GossipVectors(),
            SettlementVectors(),
            AccountVectors(),
            StorageVectors(),
            RequestVectors(),
            HistoryVectors(),
            AttackVectors(),
            TokenVectors(),
            MintVectors(),
            HardenedVectors(),
            CommandVectors(),
            BotVectors(),
        ])
}
