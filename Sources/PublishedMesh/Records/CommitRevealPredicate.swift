package import PythonValues

/// Which records may be stored when: heartbeats, and by epoch commits and reveals, so many of each
/// peer.
///
/// The counters are each storing node's own. **Source:** page, section 7.
package final class CommitRevealPredicate {
    package enum Kind: String, Sendable, CaseIterable {
        case commit, node, reveal

        /// Records of one peer in one epoch.
        var countMax: Int { self == .node ? 100 : 1 }

        func key(epoch: Int) -> String {
            self == .node ? "node" : "\(rawValue)_epoch_\(epoch)"
        }
    }

    package struct Count: Sendable {
        package let epoch: Int
        package let kind: Kind
        package let peer: PeerID
        package fileprivate(set) var count: Int
    }

    /// Epochs that counters are kept for behind their own.
    private static let keptEpochCount = 5

    /// In the order in which they were begun.
    package private(set) var counts: [Count] = []

    package init() {}

    /// Whether a record is good now; what is accepted for storing is counted.
    package func accepts(
        _ record: MeshRecord, for request: RecordRequest, clock: EpochClock, now: PythonNumber
    ) -> Bool {
        guard let peer = record.subkey.flatMap(RecordMarker.peer(ofSubkey:)) else { return false }
        if request == .get { return true }
        counts.removeAll { $0.epoch < clock.epoch - Self.keptEpochCount }
        let kind = Kind.allCases.first {
            MeshID.generated(from: $0.key(epoch: clock.epoch)).bytes == record.key
        }
        guard let kind else { return false }
        let place = counts.firstIndex {
            $0.epoch == clock.epoch && $0.kind == kind && $0.peer == peer
        }
        if let place, counts[place].count >= kind.countMax { return false }
        guard Self.isInTime(kind, record.expiration, clock: clock, now: now) else { return false }
        if let place {
            counts[place].count += 1
        } else {
            counts.append(Count(epoch: clock.epoch, kind: kind, peer: peer, count: 1))
        }
        return true
    }

    private static func isInTime(
        _ kind: Kind, _ expiration: PythonNumber, clock: EpochClock, now: PythonNumber
    ) -> Bool {
        let seconds =
            kind == .node ? CommitRevealLimits.heartbeatSeconds : CommitRevealLimits.commitSeconds
        // A clock that no float comes near raises, which refuses.
        guard let limit = try? now + seconds, !limit.isLess(than: expiration) else { return false }
        let isBehindCommits = CommitRevealLimits.commitDeadline.isLess(than: clock.progress)
        switch kind {
        case .node: return true
        case .commit: return !isBehindCommits
        case .reveal:
            return isBehindCommits
                && !CommitRevealLimits.revealDeadline.isLess(than: clock.progress)
        }
    }
}
