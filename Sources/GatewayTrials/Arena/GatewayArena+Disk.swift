internal import GatewayNetwork
internal import Scenarios
internal import Trials

extension GatewayArena {
    /// **Throws:** ``StepFault`` where nothing is changed.
    func apply(_ damage: GatewayDamage) throws {
        record.note("somebody with the disk: \(damage.name)")
        try disk.change(damage, held: system.storeDocument, profile)
        if disk.changed != nil { rememberHeld() }
    }

    /// Starts from the stored bytes; where these are refused, from the operator's own copy, which
    /// is the ledger that the gateway held.
    func restart() throws {
        rememberHeld()
        let damaged = disk.take()
        let reply = try send(
            damaged ?? system.storeDocument, to: GatewaySurfaces.store, from: Self.honestSource,
            as: "what is stored", isAttack: damaged != nil)
        books.heldAfter = view.stored
        if profile == .published, reply.isAccepted { try connectPublished() }
        if damaged == nil, let refusal = reply.refusals.first {
            throw StepFault("an unchanged store is refused: \(refusal)")
        }
    }

    private func rememberHeld() {
        if books.heldBefore == nil { books.heldBefore = view.stored }
    }
}
