internal import Synchronization

/// The counts of what a node does, from any number of threads.
package final class NodeMeter: Sendable {
    private struct State {
        var requestCount = 0
        var refusedCount = 0
        var proofCount = 0
        var wonCount = 0
        var isMining = false
        /// Proofs with the time at which they were told, of the last seconds.
        var recent: [(milliseconds: Int, count: Int)] = []
    }

    /// The time over which a rate is taken.
    private static let spanMilliseconds = 10_000
    private static let recentCountMax = 4_096

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    package init() {}

    package func noteRequest(status: Int?) {
        state.withLock { state in
            state.requestCount += 1
            if status.map({ $0 >= 400 }) ?? true { state.refusedCount += 1 }
        }
    }

    package func noteProofs(_ count: Int) {
        let now = milliseconds
        state.withLock { state in
            state.proofCount += count
            state.recent.append((now, count))
            state.recent.removeAll { now - $0.milliseconds > Self.spanMilliseconds }
            if state.recent.count > Self.recentCountMax { state.recent.removeFirst() }
        }
    }

    /// From now on the node mines.
    package func beginMining() { state.withLock { $0.isMining = true } }

    package func noteWin() { state.withLock { $0.wonCount += 1 } }

    package var mining: NodeView.Mining {
        let now = milliseconds
        return state.withLock { state in
            var mining = NodeView.Mining()
            mining.isOn = state.isMining
            mining.proofCount = state.proofCount
            mining.wonCount = state.wonCount
            let count = state.recent.filter { now - $0.milliseconds <= Self.spanMilliseconds }
                .reduce(0) { $0 + $1.count }
            let span = max(1_000, min(now, Self.spanMilliseconds))
            // Fewer than 10^9 proofs in ten seconds.
            mining.proofsPerTenSeconds = count * 10_000 / span
            return mining
        }
    }

    /// - Parameter connectionCount: those that are open now.
    package func serving(connectionCount: Int) -> NodeView.Serving {
        state.withLock { state in
            var serving = NodeView.Serving()
            serving.requestCount = state.requestCount
            serving.refusedCount = state.refusedCount
            serving.connectionCount = connectionCount
            return serving
        }
    }

    /// Since the counts began.
    private var milliseconds: Int {
        let parts = (ContinuousClock.now - start).components
        return Int(parts.seconds) * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000)
    }
}
