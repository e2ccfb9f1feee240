internal import PublishedMesh

extension PublishedWorld: PeerWorld {
    package func peer(_ number: Int) -> PublishedPeer {
        let node = PublishedNode(
            id: ids[number], peer: Self.peer(of: number),
            validator: CompositeValidator([SignatureValidator(privateKey: keys[number])]))
        return PublishedPeer(node, number, plan.nodes[number].behaviour, self)
    }
}
