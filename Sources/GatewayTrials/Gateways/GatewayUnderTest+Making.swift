internal import GatewayNetwork
internal import PublishedGateways
internal import PythonValues
internal import Scenarios
internal import Trials

extension GatewayUnderTest {
    /// Gateway number so and so of a trial, from 0.
    ///
    /// - Parameters:
    ///   - strangers: connections that are told like peers, where gateways are several.
    ///   - network: of several gateways; nil for one that is played again, whose messages nobody
    ///     hears.
    /// **Throws:** an error of the laboratory.
    convenience init(
        _ number: Int, of setup: TrialSetup, _ keyring: GatewayKeyring,
        _ parameters: GatewayParameters, peers strangers: [Source] = [],
        _ network: NodeNetwork? = nil
    ) throws {
        // A single gateway has no peers.
        let others = network.map { strangers + $0.sources(beside: number) } ?? []
        let peers = setup.nodeCount == 1 ? [] : others
        let name = GatewayParties.gateways[min(number, GatewayParties.gateways.count - 1)]
        switch setup.profile {
        case .hardened:
            self.init(
                try HardenedGateway(
                    try GatewaySystem(
                        parameters: parameters, guards: setup.guards, peers: peers,
                        desk: GatewayDesk(gateway: keyring.key(name))),
                    minter: keyring.identity(GatewayParties.minter), guards: setup.guards))
        case .published:
            self.init(
                try PublishedSystem(
                    PublishedSystem.Setup(
                        identity: keyring.published(name),
                        nodes: GatewayParties.nodes.map {
                            ($0.0, GatewayArena.url($0.0), keyring.published($0.0))
                        },
                        peers: peers.map { (GatewayArena.url("peer-\($0.number)"), $0) },
                        guards: setup.guards, seed: "\(setup.seed)/\(number)")))
        }
    }
}

extension GatewayKeyring {
    fileprivate func published(_ name: String) -> PublishedIdentity {
        PublishedIdentity(seed: identity(name).privateSeed)
    }
}
