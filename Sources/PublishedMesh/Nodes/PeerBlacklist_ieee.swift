package import PythonValues

extension PeerID: StorageKey {
    package func isLess(than other: PeerID) throws(PythonError) -> Bool {
        isPublishedLess(than: other)
    }
}

/// Peers that did not answer, each banned for longer with every failure.
package final class PeerBlacklist {
    private let base: PythonFloat
    private let rate: PythonFloat
    private let banned = TimedStorage<PeerID, Int>(sizeMax: .float(PythonTimes.never))
    /// The failures of each peer since its last success.
    package private(set) var failureCounts: SortedTable<PeerID, Int> = SortedTable()

    /// - Parameter base: the seconds of the first ban; 0 for no bans.
    /// - Parameter rate: by what each further ban is longer.
    package init(base: PythonFloat = PythonFloat(5), rate: PythonFloat = PythonFloat(2)) {
        self.base = base
        self.rate = rate
    }

    package func isBanned(_ peer: PeerID, now: PythonNumber) throws(PythonError) -> Bool {
        try banned.contains(peer, now: now)
    }

    /// The bans that are remembered, past or not, each with its end, in the order of the peers.
    package var bans: [(peer: PeerID, until: PythonNumber)] {
        banned.entries.map { ($0.key, $0.value.expiration) }.sorted { $0.peer < $1.peer }
    }

    package func noteFailure(of peer: PeerID, now: PythonNumber) throws(PythonError) {
        guard base.value > 0, !(try isBanned(peer, now: now)) else { return }
        let count = failureCounts[peer] ?? 0
        // Exact for whole rates as long as the power is below 2^53.
        let power = (0..<count).reduce(1.0) { power, _ in power * rate.value }
        let seconds = base.value * power
        let until = PythonFloat(try now.converted() + seconds)
        _ = try banned.store(count, for: peer, expiration: .float(until), now: now)
        failureCounts[peer] = count + 1
    }

    package func noteSuccess(of peer: PeerID) throws(PythonError) {
        try banned.remove(peer)
        failureCounts[peer] = nil
    }
}
