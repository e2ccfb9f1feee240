package import Trials

extension ChainSystem {
    /// A node with a new chain in a new file, so that it can be started again.
    ///
    /// **Throws:** ``StoreError``.
    package init(
        rules: Rules, newAt path: String, address: PeerAddress = PeerAddress(0),
        peers: [PeerAddress] = []
    ) throws(StoreError) {
        let store = try ChainStore(newAt: path, pin: rules.pin)
        self.init(
            try ChainNode(rules: rules, beginningIn: store), address: address, peers: peers)
    }

    /// The path of the file that holds the chain; nil for a chain in memory.
    package var storePath: String? { node.store.isOnDisk ? node.store.path : nil }

    /// Stops the node, as the end of its process does: all that it took is in its file, which
    /// anybody may change from here on. Its values can still be read, as they were.
    ///
    /// **Throws:** ``StoreError``. **Precondition:** a chain in a file.
    package mutating func close() throws(StoreError) {
        precondition(node.store.isOnDisk, "expected a chain in a file, got one in memory")
        guard !node.store.isClosed else { return }
        // Blocks of its own miner are confirmed, too.
        confirm()
        try node.store.close()
    }

    /// Starts the node from its file with the peers that it was given, after ``close()`` or in its
    /// place.
    ///
    /// **Result:** the refusals that stopped the start; the node is down then, and may be started
    /// again.
    /// **Throws:** ``StoreError`` for a fault of the machine, and if the file cannot be read at
    /// all though the guard that refuses it is taken out. **Precondition:** a chain in a file.
    package mutating func reopen() throws(StoreError) -> [Refusal] {
        try close()
        let rules = node.rules
        do throws(StoreError) {
            let path = node.store.path
            let store = try ChainStore(openAt: path, guards: rules.guards)
            restart(try ChainNode(rules: rules, opening: store, notBefore: anchor))
            return []
        } catch {
            guard let stoppedBy = error.stoppedBy, rules.guards.has(stoppedBy) else { throw error }
            return [Refusal(index: nil, by: stoppedBy, message: error.reason)]
        }
    }
}
