extension GatewaySystem {
    /// The chain hash of a ledger without receipts.
    var emptyHead: String { state.emptyHead }

    /// The address that a node is paid at: its last note's, or the one that it is registered with.
    func address(ofNode node: String) -> String {
        state.notes.address(ofNode: node, within: state.notes.entries.count)
            ?? parameters.nodes.first { $0.key.isSame(node) }?.address ?? ""
    }
}
