internal import GatewayNetwork
internal import Trials

/// The surfaces of a hardened gateway with its token and its part of the directory.
enum HardenedSurfaces {
    /// The operator's request to pay an epoch: `{"epoch":1}`.
    static let mint = Surface("mint")

    static let all =
        GatewaySurfaces.all + [mint, TokenSurfaces.token, TokenSurfaces.pause]
        + [RecordDirectory.surface]

    /// The codes by which any of them refuses.
    static let guards: [Guard] = {
        var guards = GatewayGuards.all
        for one in GatewayGuards.token + [GatewayGuards.epochMinted] + GatewayGuards.records
        where !guards.contains(one) {
            guards.append(one)
        }
        return guards
    }()
}
