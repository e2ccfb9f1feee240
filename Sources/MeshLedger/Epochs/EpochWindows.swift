/// The parts of an epoch of E slots, by the place of a slot in it.
///
/// Heartbeats, then commits, then reveals, one slot in which the snapshot is fixed, proposals, and
/// attestations until the epoch's end.
package struct EpochWindows: Sendable, Equatable {
    package let slotCount: UInt64

    /// **Precondition:** 10 slots at the least, as a mesh's parameters have.
    package init(slotCount: UInt64) {
        precondition(slotCount >= 10, "an epoch of \(slotCount) slots")
        self.slotCount = slotCount
    }

    /// Heartbeats are taken before E/10, the first place at which scores are committed to.
    package var heartbeatEnd: UInt64 { slotCount / 10 }
    /// Commits are taken before E/2, the first place at which scores are revealed.
    package var commitEnd: UInt64 { slotCount / 2 }
    /// Reveals are taken before 6E/10, where the snapshot is fixed.
    package var snapshotPlace: UInt64 { slotCount / 10 * 6 }
    /// Proposals are taken from the slot after the snapshot on, before 8E/10.
    package var proposalStart: UInt64 { snapshotPlace + 1 }
    package var proposalEnd: UInt64 { slotCount / 10 * 8 }

    package func place(_ slot: UInt64) -> UInt64 { slot % slotCount }

    package func epoch(_ slot: UInt64) -> UInt64 { slot / slotCount }

    /// A proposal's progress through its window: ⌊10^18 · (place − start) ÷ (end − start)⌋.
    package func proposalProgress(_ slot: UInt64) -> UInt128 {
        let place = place(slot)
        guard place > proposalStart else { return 0 }
        return min(
            FixedPoint.one,
            FixedPoint.div(
                UInt128(place - proposalStart), UInt128(proposalEnd - proposalStart)))
    }

    /// An attestation's progress from its proposal to the epoch's end:
    /// ⌊10^18 · (slot − proposal) ÷ (E − place of the proposal)⌋.
    package func attestProgress(_ slot: UInt64, proposal: UInt64) -> UInt128 {
        guard slot > proposal else { return 0 }
        let (since, left) = (slot - proposal, slotCount - place(proposal))
        return since >= left ? FixedPoint.one : FixedPoint.div(UInt128(since), UInt128(left))
    }
}
