package import MeshNetwork
package import Trials

/// The ledger of a hardened mesh, as one node has it: told of slots, given calls. All that play the
/// same slots and calls have the same state.
package struct MeshLedger: Sendable {
    package let rules: MeshLedgerRules
    package private(set) var state: LedgerState

    /// - Parameter foreignCurves: curves of another program, which count where `curve_table` is
    ///   taken out.
    package init(
        _ genesis: MeshGenesis, signatures: MeshSignatures = .ed25519, guards: Guards = .all,
        foreignCurves: RewardCurves = .integers
    ) {
        rules = MeshLedgerRules(
            genesis, signatures, guards: guards, foreignCurves: foreignCurves)
        state = LedgerState(genesis)
    }

    package var genesis: MeshGenesis { rules.genesis }
    package var guards: Guards { rules.guards }

    /// The hash of the genesis: in every signature of a call.
    package var chain: [UInt8] { rules.chain }

    /// The staked peers as the present slot began, which is the state after the slot before.
    package var registry: MeshRegistry { state.registry }

    /// SHA-256 of the state's bytes.
    package var stateDigest: [UInt8] { state.digest }

    /// Takes a call in the present slot. **Throws:** ``Refusal``; then nothing has changed.
    package mutating func take(_ bytes: [UInt8]) throws(Refusal) {
        try rules.take(bytes, &state)
    }

    /// Begins the next slot with its beacon of 32 bytes. **Throws:** ``Refusal`` for another slot.
    package mutating func advance(to slot: UInt64, beacon: [UInt8]) throws(Refusal) {
        try rules.advance(to: slot, beacon: beacon, &state)
    }

    /// The proposal that the ledger would take: nil before the snapshot is fixed.
    package var expectedProposal: MeshCallBody? {
        state.epoch.snapshot.map {
            .propose(epoch: state.epoch.number, root: $0.root, entries: $0.entries)
        }
    }

    /// Whether all units are somewhere: balances, stakes, held stakes, the pool and what was burnt
    /// are what was issued. This follows from the rules; referees and tests count it anew.
    package var hasAllUnits: Bool { state.units == state.issued }
}
