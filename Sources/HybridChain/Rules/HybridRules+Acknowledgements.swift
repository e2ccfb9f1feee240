package import Trials

/// The acknowledgements that a node has taken in a slot, one of a member at most.
package struct AcknowledgementBook: Sendable {
    private var messages: [UInt16: [UInt8]] = [:]  // looked up, never iterated

    package init() {}

    /// The bytes that the member signed.
    package func message(of index: UInt16) -> [UInt8]? { messages[index] }

    package mutating func take(_ acknowledgement: HybridAcknowledgement) {
        messages[acknowledgement.index] = acknowledgement.message
    }
}

extension HybridRules {
    /// Judges an acknowledgement that a node hears of a slot.
    ///
    /// - Parameters:
    ///   - state: that of a block of the slot.
    ///   - isKnown: whether the node has an update of this id in the slot.
    /// **Throws:** ``Refusal``.
    package func judge(
        acknowledgement bytes: [UInt8], slot: UInt64, in state: HybridState,
        _ book: AcknowledgementBook, isKnown: (_ updateID: [UInt8]) -> Bool
    ) throws(Refusal) -> HybridAcknowledgement {
        let size = HybridAcknowledgement.byteCount
        try guards.require(
            bytes.count == size, HybridGuards.size, "expected \(size) bytes, got \(bytes.count)")
        let one = HybridAcknowledgement(bytes: bytes)
        try guards.require(
            one.network == network, HybridGuards.network, "expected this network's hash")
        try guards.require(
            one.slot == slot, HybridGuards.slot, "expected slot \(slot), got \(one.slot)")
        try guards.require(
            state.active.contains(one.index), HybridGuards.ackMember,
            "expected a member of the epoch's committee, got index \(one.index)")
        try guards.require(
            isKnown(one.updateID), HybridGuards.updateKnown, "expected an update of the slot")
        if let taken = book.message(of: one.index) {
            try guards.require(
                false, taken == one.message ? HybridGuards.duplicate : HybridGuards.ackOnce,
                "member \(one.index) has an acknowledgement in slot \(slot)")
        }
        try guards.require(
            isSigned("ack", one.message, one.signature, by: one.index),
            HybridGuards.ackSignature, "expected a signature by member \(one.index)")
        return one
    }

    /// Judges a certificate: nothing is looked up, so that one that holds once holds always.
    ///
    /// - Parameter state: that of the block. **Throws:** ``Refusal``.
    package func judge(
        certificate bytes: [UInt8], slot: UInt64, updateID: [UInt8], in state: HybridState
    ) throws(Refusal) {
        let certificate = HybridCertificate(bytes: bytes)
        let entries = certificate.entries
        try guards.require(
            certificate.isExact, HybridGuards.certSize,
            "expected a count and its entries of \(HybridCertificate.entryByteCount) bytes, "
                + "got \(bytes.count) bytes")
        guard updateID != HybridHeader.noUpdate else {
            try guards.require(
                entries.isEmpty, HybridGuards.emptyAcks,
                "expected no acknowledgement of no update, got \(entries.count)")
            return
        }
        try guards.require(
            zip(entries, entries.dropFirst()).allSatisfy { $0.index < $1.index },
            HybridGuards.ackOrder, "expected rising indices")
        let active = state.active
        try guards.require(
            entries.allSatisfy { active.contains($0.index) }, HybridGuards.ackMember,
            "expected members of the epoch's committee")
        try guards.require(
            entries.count >= state.quorum, HybridGuards.quorum,
            "expected at least \(state.quorum) acknowledgements, got \(entries.count)")
        for entry in entries {
            let one = HybridAcknowledgement(
                network: network, slot: slot, updateID: updateID, index: entry.index,
                signature: entry.signature)
            try guards.require(
                isSigned("ack", one.message, one.signature, by: one.index),
                HybridGuards.ackSignature, "expected a signature by member \(one.index)")
        }
    }
}
