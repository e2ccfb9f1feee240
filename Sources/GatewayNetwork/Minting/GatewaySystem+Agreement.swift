extension GatewaySystem {
    /// The snapshot of an epoch that is quorate, with the votes that made it so; nil before.
    package func agreed(epoch: String) -> AgreedSnapshot? {
        settlements.first { $0.snapshot.epoch.isSame(epoch) }.map(AgreedSnapshot.init)
    }
}
