internal import Chains
internal import GlyphChain

/// Costs of an attack to the system: work on its submissions, and on nothing else, and the most
/// that was held after any of them.
struct ChainCosts {
    private let counter: WorkCounter
    private var before: WorkCounter.Counts
    private var spent = WorkCounter.Counts()
    private var waitingMax = 0
    private var keptBlocksMax = 0
    private var peersMax = 0

    init(counter: WorkCounter) {
        self.counter = counter
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
    func count<Rules>(of name: String, _ system: ChainSystem<Rules>) throws -> Int? {
        switch name {
        case "inferences": spent.inferences
        case "signature_checks": spent.signatureChecks
        case "transactions": spent.transactions
        case "waiting": max(waitingMax, system.waitingTransactionCount)
        case "kept_blocks": max(keptBlocksMax, system.keptBlockCount)
        case "peers": max(peersMax, system.peers.count)
        case "block_bytes": try system.blocks().map(\.count).max() ?? 0
        default: nil
        }
    }
}
