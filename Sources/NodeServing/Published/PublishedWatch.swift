internal import Platform
package import PublishedNode
package import PythonValues
internal import Synchronization

/// A published folder as people look at it: its chain is read again only when its file has changed.
package final class PublishedWatch: Sendable {
    private struct State {
        var sight = PublishedSight(.list([]))
        var branches = BranchMemory()
        var identity: FileIdentity?
    }

    private let folder: PublishedFolder
    private let chainPath: String
    private let peers: WatchedTransport
    private let meter: NodeMeter
    private let state = Mutex(State())

    /// - Parameter chainPath: the chain's file.
    package init(
        folder: PublishedFolder, chainPath: String, peers: WatchedTransport, meter: NodeMeter
    ) {
        self.folder = folder
        self.chainPath = chainPath
        self.peers = peers
        self.meter = meter
    }

    /// Takes the chain that counts now, from whom has it in memory.
    package func note(_ chain: PythonValue) {
        let identity = try? FileIdentity(path: chainPath)
        let sight = PublishedSight(chain)
        state.withLock { state in
            state.identity = identity
            state.branches.note(sight.tail)
            state.sight = sight
        }
    }

    /// - Parameter connectionCount: those that are open now.
    package func view(connectionCount: Int) -> NodeView {
        refresh()
        let (sight, branches) = state.withLock { ($0.sight, $0.branches.branches) }
        let mempool = (try? folder.mempool()) ?? .list([])
        let waitingCount = if case .list(let payments) = mempool { payments.count } else { 0 }
        var view = NodeView(
            rules: "published", height: sight.height, tip: sight.tip, work: sight.work,
            peers: peers.view(of: (try? folder.peers()) ?? .list([])),
            waitingPaymentCount: waitingCount, chain: sight.tail, blocks: sight.blocks,
            branches: branches)
        view.mining = meter.mining
        view.serving = meter.serving(connectionCount: connectionCount)
        return view
    }

    /// Reads the chain where its file is another than before.
    private func refresh() {
        let identity = try? FileIdentity(path: chainPath)
        let isKnown = state.withLock { state in
            state.sight.height >= 0 && state.identity == identity
        }
        // A file that cannot be read leaves the last sight.
        guard !isKnown, let chain = try? folder.chain() else { return }
        note(chain)
    }
}
