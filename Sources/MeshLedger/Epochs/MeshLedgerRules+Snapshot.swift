internal import MeshNetwork
internal import Trials

/// The snapshot: peers, scores and electors of an epoch, fixed one slot before proposals open.
extension MeshLedgerRules {
    func fixSnapshot(_ state: inout LedgerState) {
        let epoch = state.epoch.number
        var members = KeyedList<MeshClass>()
        for peer in state.registry.peers
        where peer.rank >= .idle && peer.startEpoch <= epoch && state.holds(peer.key, .idle) {
            members[peer.key] = peer.rank
        }
        let validators = members.keys.filter { members[$0] == .validator }
        let named = (state.emergency?.members ?? []).filter { validators.has($0) }
        let electors = named.isEmpty ? validators : named
        let entries = scores(state, members.keys, validators)
        state.epoch.snapshot = LedgerEpoch.Snapshot(
            entries: entries, root: LedgerEpoch.snapshotRoot(epoch, entries), members: members,
            electors: electors, isEmergency: !named.isEmpty,
            elected: Election.elected(
                of: electors, chain: chain, epoch: epoch, beacon: state.beacon))
    }

    /// The score of each member with a heartbeat: the lower median of what validators revealed for
    /// it, if more than half of them did; else 10^18.
    private func scores(
        _ state: LedgerState, _ members: [MeshKey], _ validators: [MeshKey]
    ) -> [ScoredKey] {
        let heartbeats = state.epoch.heartbeats
        let reveals = state.epoch.reveals
        let counted = zip(reveals.keys, reveals.values)
            .filter { validators.has($0.0) }.map(\.1)
        let hasQuorum =
            2 * counted.count > validators.count || !guards.has(MeshLedgerGuards.scoreQuorum)
        var entries: [ScoredKey] = []
        for (place, key) in heartbeats.keys.enumerated() where members.has(key) {
            // Lists of another length are there only without their guard.
            let values = counted.filter { place < $0.count }.map { $0[place] }
            let middle =
                guards.has(MeshLedgerGuards.median) ? Medians.lower(values) : Medians.mean(values)
            let score = hasQuorum ? middle : nil
            entries.append(ScoredKey(key: key, score: score ?? UInt64(FixedPoint.one)))
        }
        return entries
    }
}
