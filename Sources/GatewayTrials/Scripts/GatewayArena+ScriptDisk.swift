internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// The store of gateway 0 in the hands of a script, again and again. The gateway is down from a
/// change on until it is started again, and each start is judged by itself.
extension GatewayArena {
    /// Whether gateway 0 was stopped for a change of its store.
    var isDown: Bool { script != nil && disk.changed != nil }

    func obstacleWhileDown(_ operation: GatewayOperation) -> String? {
        guard isDown else { return nil }
        switch operation {
        case .damage, .restart, .bytes: return nil
        default: return "gateway 0 is down: restart it"
        }
    }

    func obstacle(toDamage damage: GatewayDamage) -> String? {
        guard nodes.here == 0 else { return "only gateway 0 has a store" }
        switch damage {
        case .change, .cell, .swap, .drop:
            return "a store is damaged by its bytes, and by nothing else"
        case .snapshot: return isDown ? "a copy is made of a running gateway: restart it" : nil
        case .splice(let splice):
            let byteCount = disk.changed?.count ?? 2 * GatewayScript.rowByteCountMax / 128
            return obstacle(toSplice: splice, ofByteCount: byteCount)
        case .restore: return nil
        }
    }

    /// **Throws:** ``StepFault`` where nothing is changed: the gateway goes on.
    func applyForScript(_ damage: GatewayDamage) throws {
        let held = system.storeDocument
        let byteCount = disk.changed?.count ?? held.count
        try script?.spend(byteCount)
        if case .splice(let splice) = damage {
            if let obstacle = obstacle(toSplice: splice, ofByteCount: byteCount) {
                throw StepFault(obstacle)
            }
        }
        let wasDown = isDown
        var disk = disk
        try disk.change(damage, held: held, profile)
        try workshop.bounds.expect(byteCount: disk.changed?.count ?? 0)
        self.disk = disk
        record.note("somebody with the disk: \(damage.name)")
        guard isDown, !wasDown else { return }
        books.heldBefore = view.stored
        nodes.stop()
    }

    /// Starts gateway 0 from its stored bytes, as its operator does; where these are refused, from
    /// his own copy, which is the ledger that the gateway held.
    ///
    /// - Parameter isAsked: by the script, who may not ask for more than there is; the operator
    ///   starts a gateway that is down in any case.
    func restartForScript(isAsked: Bool = true) throws {
        let held = system.storeDocument
        // Each signature is verified again.
        let cost = 4 * max(held.count, disk.changed?.count ?? 0)
        if isAsked { try script?.spend(cost) } else { script?.charge(cost) }
        // As it was when it was stopped: each start is judged by itself.
        if !isDown { books.heldBefore = view.stored }
        let damaged = disk.take()
        nodes.start()
        let reply = try send(
            damaged ?? held, to: GatewaySurfaces.store, from: Self.honestSource,
            as: "what is stored", isAttack: damaged != nil)
        books.heldAfter = view.stored
        if damaged == nil, let refusal = reply.refusals.first {
            complain("an unchanged store is refused: \(refusal)")
        }
        if case .violated(let complaint) = try referee.finding(of: .storeState) {
            books.storeComplaint = books.storeComplaint ?? complaint
        }
    }

    func startIfDown() throws {
        guard isDown else { return }
        record.note("the operator starts gateway 0 again")
        let here = nodes.here
        nodes.here = 0
        defer { nodes.here = here }
        try restartForScript(isAsked: false)
    }
}
