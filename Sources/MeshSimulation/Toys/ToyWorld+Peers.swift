extension ToyWorld: PeerWorld {
    package func peer(_ number: Int) -> ToyPeer {
        ToyPeer(number, plan.nodes[number].behaviour, self)
    }
}
