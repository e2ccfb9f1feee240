internal import Chains
internal import GlyphChain

/// Costs of an attack to the system: work on its submissions, and on nothing else, and the most
/// that was held after any of them.
struct ChainCosts {
    private let counter: WorkCounter
    /// Peers that a node was given.
    private let givenPeerCount: Int
    private var before: WorkCounter.Counts
    private var spent = WorkCounter.Counts()
    private var waitingMax = 0
    private var keptBlocksMax = 0
    private var peersMax = 0

    init(counter: WorkCounter, givenPeerCount: Int) {
        self.counter = counter
        self.givenPeerCount = givenPeerCount
        before = counter.counts
    }

    mutating func begin() { before = counter.counts }

    mutating func end() { spent = spent + (counter.counts - before) }

    mutating func notePeaks<Rules>(_ system: ChainSystem<Rules>) {
        waitingMax = max(waitingMax, system.waitingTransactionCount)
        keptBlocksMax = max(keptBlocksMax, system.keptBlockCount)
        peersMax = max(peersMax, system.peers.count)
    }

    /// A figure by its name in scenarios; nil where there is none of that name.
    ///
    /// - Parameter systems: all nodes; of a figure that a node holds, the highest counts.
    func count<Rules>(of name: String, _ systems: [ChainSystem<Rules>]) throws -> Int? {
        func most(_ peak: Int, _ held: (ChainSystem<Rules>) throws -> Int) rethrows -> Int {
            max(peak, try systems.map(held).max() ?? 0)
        }
        return switch name {
        case "inferences": spent.inferences
        case "signature_checks": spent.signatureChecks
        case "transactions": spent.transactions
        case "waiting": most(waitingMax) { $0.waitingTransactionCount }
        case "kept_blocks": most(keptBlocksMax) { $0.keptBlockCount }
        case "peers": most(peersMax) { $0.peers.count }
        // Peers that somebody named.
        case "named_peers": most(peersMax) { $0.peers.count } - givenPeerCount
        case "block_bytes": try most(0) { try $0.blocks().map(\.count).max() ?? 0 }
        default: nil
        }
    }
}
