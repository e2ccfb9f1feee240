package import Trials

/// The rules by which a record is judged, by a holder and by every reader in the same way.
package struct MeshRecordRules: Sendable {
    /// Epochs after its own in which a heartbeat, a commit or a reveal is still believed.
    package static let epochCountMax: UInt64 = 2
    /// Epochs after that of signing in which a value is still believed.
    package static let valueEpochCountMax: UInt64 = 64

    package let parameters: MeshParameters
    package let signatures: MeshSignatures
    package let guards: Guards

    package init(
        _ parameters: MeshParameters, _ signatures: MeshSignatures, guards: Guards = .all
    ) {
        self.parameters = parameters
        self.signatures = signatures
        self.guards = guards
    }

    /// Judges a record at a slot, as readers do; the slot of its signing decides on its window.
    ///
    /// **Throws:** ``Refusal``.
    package func judge(
        _ record: MeshRecord, at slot: UInt64, _ registry: MeshRegistry
    ) throws(Refusal) {
        try guards.require(
            registry.peer(record.owner) != nil, MeshGuards.owner,
            "expected an owner with a stake at slot \(registry.slot)")
        try judgeTimes(record, at: slot)
        try guards.require(
            record.isSigned(signatures, network: parameters.network), MeshGuards.recordSignature,
            "expected a signature by the owner over all fields, in this network")
    }

    private func judgeTimes(_ record: MeshRecord, at slot: UInt64) throws(Refusal) {
        let signed = parameters.epoch(ofSlot: record.slot)
        try guards.require(
            record.slot <= slot + MeshParameters.slotTolerance, MeshGuards.window,
            "signed at slot \(record.slot), which has not come: it is slot \(slot)")
        try guards.require(
            isInWindow(record, signed), MeshGuards.window,
            "a \(record.kind) of epoch \(record.epoch) was signed at slot "
                + "\(parameters.place(ofSlot: record.slot)) of epoch \(signed)")
        let isWindowed = record.kind.hasWindow
        try guards.require(
            !isWindowed || record.sequence == 0, MeshGuards.sequence,
            "expected sequence 0 of a \(record.kind), got \(record.sequence)")
        let span = record.kind == .value ? Self.valueEpochCountMax : Self.epochCountMax
        try guards.require(
            record.expiry >= signed && record.expiry - signed <= span, MeshGuards.expiry,
            "expected an expiry at most \(span) epochs after \(signed), got \(record.expiry)")
        try guards.require(
            parameters.epoch(ofSlot: slot) <= record.expiry, MeshGuards.expiry,
            "expired after epoch \(record.expiry)")
    }

    /// Commits are signed in the first half of their epoch, reveals in the tenth after it.
    private func isInWindow(_ record: MeshRecord, _ signed: UInt64) -> Bool {
        let (place, count) = (
            parameters.place(ofSlot: record.slot), parameters.epochSlotCount
        )
        switch record.kind {
        case .value: return true
        case .heartbeat: return signed == record.epoch
        case .commit: return signed == record.epoch && place < count / 2
        case .reveal:
            return signed == record.epoch && place >= count / 2 && place < count / 10 * 6
        }
    }
}
