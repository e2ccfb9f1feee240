internal import BigInt
package import PythonValues

/// A published full node's loop, one turn at a time: `run`.
///
/// It holds what the published process has in memory: its chain, and when it last asked
/// its peers.
package struct PublishedRun {
    private static let pollMilliseconds = 20_000
    private static let addressDigitCount = 12

    /// The events of a turn.
    package struct Turn: Sendable, Equatable {
        /// The verdict on the chain that lay in the inbox; nil where none did.
        package var inbox: String?
        package var hasPolled = false
        package var hasWon = false
    }

    package private(set) var chain: PythonValue
    private let surroundings: NodeSurroundings
    private let sync: PublishedSync
    private let environment: NodeEnvironment
    private let mining: PublishedMining
    private let walletName: PythonText
    /// Nil before the first poll.
    private var lastPollMilliseconds: Int?

    // MARK: The start

    /// Loads the chain, makes the wallet, has the server started.
    ///
    /// - Parameter startServer: starts the server. **Result:** its process.
    package init(
        _ surroundings: NodeSurroundings, environment: NodeEnvironment,
        wallet: PythonText, startServer: () -> Int
    ) throws(NodeFault) {
        self.surroundings = surroundings
        sync = surroundings.sync
        self.environment = environment
        walletName = wallet
        chain = try surroundings.folder.chain()
        mining = PublishedMining(
            surroundings: surroundings,
            address: try PublishedWallets(surroundings).address(of: wallet))
        surroundings.printLine("[run] server process started (pid \(startServer()))")
    }

    /// Adds the seeds to the peers and finds a chain to mine on.
    ///
    /// **Result:** false where there is none, and the node is not to begin its own.
    package mutating func start() throws(NodeFault) -> Bool {
        try PublishedPeerTable.add(
            .list(environment.seeds.map { .string($0) }), to: surroundings.folder)
        if try isFresh() { try findChain() }
        if try isFresh(), !environment.startsNewChain {
            surroundings.printLine(
                "[run] no seed reachable; refusing to start a new isolated chain "
                    + "(set POI_NEW_CHAIN=1 to do that deliberately)")
            return false
        }
        let count = try peerTable().count
        surroundings.printLine(
            "[run] mining to '\(walletName.shown)' "
                + "(\(mining.address.prefix(Self.addressDigitCount))...), "
                + "gossiping with \(count) peer(s)")
        return true
    }

    private func isFresh() throws(NodeFault) -> Bool {
        try NodeFault.python { () throws(PythonError) in try ChainFacts.height(of: chain) <= 0 }
    }

    private mutating func findChain() throws(NodeFault) {
        for peer in try peerTable() {
            do throws(NodeFault) {
                _ = try sync.sync(with: Self.url(peer))
                chain = try surroundings.folder.chain()
            } catch {
                surroundings.printLine(
                    "[run] seed \(peer.lineText) unreachable (\(error.message))")
            }
            if try !isFresh() { return }
        }
    }

    private func peerTable() throws(NodeFault) -> [PythonValue] {
        let table = try surroundings.folder.peers()
        return try NodeFault.python { () throws(PythonError) in try table.elements() }
    }

    // MARK: A turn

    /// Takes the inbox, asks the peers where it is time, tries a slice of attempts.
    ///
    /// **Throws:** ``NodeFault`` where the published process dies, and its server with it.
    package mutating func step() throws(NodeFault) -> Turn {
        var turn = Turn()
        turn.inbox = try takeInbox()
        let now = surroundings.clock.milliseconds()
        if lastPollMilliseconds.map({ now - $0 > Self.pollMilliseconds }) ?? true {
            lastPollMilliseconds = now
            turn.hasPolled = true
            try poll()
        }
        turn.hasWon = try mine()
        return turn
    }

    /// The verdict on the chain in the inbox. Nothing guards it: what its judgement dies of, the
    /// process dies of.
    private mutating func takeInbox() throws(NodeFault) -> String? {
        guard let remote = try surroundings.folder.inbox() else { return nil }
        try surroundings.folder.removeInbox()
        let resolution = try sync.resolution(local: chain, remote: remote)
        surroundings.printLine("[run] inbox: \(resolution.reason)")
        if let adopted = resolution.adopted {
            chain = adopted
            try surroundings.folder.writeChain(chain)
        }
        return resolution.reason
    }

    private mutating func poll() throws(NodeFault) {
        for peer in try peerTable() {
            do throws(NodeFault) {
                let claimed = try sync.claimedWork(of: Self.url(peer))
                let own = try NodeFault.python { () throws(PythonError) in
                    try ChainFacts.work(of: chain)
                }
                guard claimed > own else { continue }
                _ = try sync.sync(with: Self.url(peer))
                chain = try surroundings.folder.chain()
            } catch {
                // The published loop goes on to its next peer, silently.
                continue
            }
        }
    }

    private mutating func mine() throws(NodeFault) -> Bool {
        let payments = try surroundings.folder.files.alone(queued)
        let won = try NodeFault.python { () throws(PythonError) in
            let blocks = try chain.elements()
            return try mining.block(
                on: blocks, payments: payments, attemptCountMax: environment.chunk
            ).map { (blocks + [$0], $0) }
        }
        guard let (blocks, block) = won else { return false }
        chain = .list(blocks)
        try surroundings.folder.writeChain(chain)
        let included = try NodeFault.python { () throws(PythonError) in
            try block.member("transactions").elements()
        }
        try surroundings.folder.files.alone { () throws(NodeFault) in
            let left = try queued().filter { payment in
                !included.contains { $0.equals(payment) }
            }
            try surroundings.folder.writeMempool(.list(left))
        }
        for peer in try peerTable() { push(to: peer) }
        return true
    }

    /// A failure is silent.
    private func push(to peer: PythonValue) {
        do throws(NodeFault) {
            let result = try sync.push(chain, to: Self.url(peer))
            let text = try NodeFault.python { () throws(PythonError) in try result.text() }
            surroundings.printLine("[run] push -> \(peer.lineText): \(text.shown)")
        } catch {
            // The published loop goes on to its next peer.
        }
    }

    private static func url(_ peer: PythonValue) throws(NodeFault) -> PythonText {
        guard case .string(let url) = peer else {
            throw .python(.attribute("'\(peer.typeName)' object has no attribute 'rstrip'"))
        }
        return url
    }

    private func queued() throws(NodeFault) -> [PythonValue] {
        let mempool = try surroundings.folder.mempool()
        return try NodeFault.python { () throws(PythonError) in try mempool.elements() }
    }
}
