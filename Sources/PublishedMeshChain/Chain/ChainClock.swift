/// The epochs of a subnet, counted in blocks from its slot on.
package struct ChainClock: Sendable, Equatable {
    /// A place in time.
    package struct Moment: Sendable, Equatable {
        package let epoch: UInt32
        /// The part of the epoch that is over, in fixed point.
        package let progress: UInt128
    }

    /// Blocks of an epoch: at least 1.
    package let length: UInt32
    /// The block of the first epoch's beginning; 0 where the subnet has no slot yet.
    package let slot: UInt32

    package init(length: UInt32, slot: UInt32) {
        self.length = max(length, 1)
        self.slot = slot
    }

    /// Blocks since the slot.
    private func elapsed(at block: UInt32) -> UInt32 { block > slot ? block - slot : 0 }

    /// Blocks since the epoch began; 0 without a slot.
    package func elapsedInEpoch(at block: UInt32) -> UInt32 {
        slot == 0 ? 0 : elapsed(at: block) % length
    }

    /// The first block of an epoch, at most the greatest number.
    package func start(of epoch: UInt32) -> UInt32 {
        UInt32(clamping: UInt64(slot) + UInt64(epoch) * UInt64(length))
    }

    /// Epoch and progress at a block; nil without a slot.
    package func moment(at block: UInt32) -> Moment? {
        guard slot != 0 else { return nil }
        let (epoch, over) = elapsed(at: block).quotientAndRemainder(dividingBy: length)
        return Moment(
            epoch: epoch, progress: ChainFraction.quotient(UInt128(over), UInt128(length)))
    }

    /// The epoch at a block, 0 without a slot.
    package func epoch(at block: UInt32) -> UInt32 { moment(at: block)?.epoch ?? 0 }

    /// Whether the first epoch has begun.
    package func hasBegun(at block: UInt32) -> Bool { slot != 0 && block >= slot }

    /// The epoch of a proposal, and the part of what was left of it that is over: one once it has
    /// ended.
    package func attestorMoment(at block: UInt32, proposal: UInt32) -> Moment? {
        guard slot != 0 else { return nil }
        let (epoch, over) = elapsed(at: proposal).quotientAndRemainder(dividingBy: length)
        let since = block > proposal ? block - proposal : 0
        let left = length - over
        let progress =
            since >= left
            ? ChainFraction.one : ChainFraction.quotient(UInt128(since), UInt128(left))
        return Moment(epoch: epoch, progress: progress)
    }
}
