package import Trials

extension HybridRules {
    /// Judges a header by itself, on the parent that it names. **Throws:** ``Refusal``.
    package func judge(_ header: HybridHeader, on parent: HybridTip) throws(Refusal) {
        try guards.require(
            header.bytes.count == HybridHeader.byteCount, HybridGuards.size,
            "expected \(HybridHeader.byteCount) bytes, got \(header.bytes.count)")
        try guards.require(
            header.network == network, HybridGuards.network, "expected this network's hash")
        try guards.require(
            header.parent == parent.hash, HybridGuards.parent, "expected a block that is known")
        try guards.require(
            header.number == parent.number &+ 1, HybridGuards.number,
            "expected number \(parent.number &+ 1), got \(header.number)")
        try guards.require(
            header.slot > parent.slot, HybridGuards.slot,
            "expected a slot above \(parent.slot), got \(header.slot)")
        let (last, isOver) = parent.slot.addingReportingOverflow(HybridLimits.slotJumpMax)
        try guards.require(
            isOver || header.slot <= last, HybridGuards.slotJump,
            "expected a slot of at most \(last), got \(header.slot)")
        try guards.require(
            state(on: parent, slot: header.slot).active.contains(header.proposer),
            HybridGuards.proposer, "expected an active validator, got index \(header.proposer)")
        try guards.require(
            !genesis.target.lexicographicallyPrecedes(header.hash), HybridGuards.work,
            "expected a hash of at most the target")
        try guards.require(
            isSigned("proposal", header.hash, header.signature, by: header.proposer),
            HybridGuards.proposalSignature,
            "expected a signature by validator \(header.proposer)")
    }
}
