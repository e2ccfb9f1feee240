internal import MeshNetwork

extension HardenedWorld: PeerWorld {
    package func peer(_ number: Int) -> HardenedPeer {
        HardenedPeer(
            MeshNode(
                parameters, registry, signers[number], address: Self.address(of: number),
                atMilliseconds: Self.baseMilliseconds + plan.nodes[number].startMilliseconds,
                seed: plan.settings.seed),
            plan.nodes[number].behaviour, self)
    }
}
