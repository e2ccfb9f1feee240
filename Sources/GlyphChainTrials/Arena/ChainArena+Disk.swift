internal import Chains
internal import Scenarios
internal import Trials

/// The system's file in the hands of its operator and of others.
extension ChainArena {
    /// **Throws:** ``StepFault`` where nothing is changed.
    func apply(_ damage: StoreDamage) throws {
        guard var disk else { throw StepFault("a chain without a file") }
        let otherPath = disk.path + ".other"
        if books.heldBefore == nil { books.heldBefore = stored }
        try nodes.act { try $0.close() }
        nodes.stop()
        var random = ActorRandom(seed: setup.seed, actor: "other model")
        try disk.change(damage) {
            try OtherModelChain.bytes(
                profile, model, miner: wallet("attacker"), path: otherPath, clock: record.clock,
                random: &random)
        }
        self.disk = disk
        guard case .snapshot = damage else {
            return record.note("somebody changes the file: \(damage.name)")
        }
        // A copy of a running node's file stops nothing: the node goes on.
        books.heldBefore = nil
        try reopenWhole()
    }

    /// Starts the system from its file; where that is refused, from the operator's own copy.
    func restart() throws {
        guard let disk else { throw StepFault("a chain without a file") }
        try nodes.act { try $0.close() }
        let madeFor = try disk.pin()
        let refusals = try reopened()
        record.note(refusals ?? [])
        let names = refusals?.map(\.by.name) ?? ["down"]
        record.note("restart: " + (names.isEmpty ? "up" : names.joined(separator: ", ")))
        defer { books.servedAfter = stored }
        guard refusals?.isEmpty != true else {
            if let madeFor, madeFor != node.rules.pin.description {
                books.madeForOthers = madeFor
            }
            return
        }
        try disk.putBackup()
        try reopenWhole()
    }

    /// Refusals of the file; nil where the node fails at it because the guard is missing.
    private func reopened() throws -> [Refusal]? {
        do throws(StoreError) {
            return try reopen()
        } catch {
            guard error.stoppedBy != nil else { throw error }
            return nil
        }
    }

    /// Starts the system from its file. **Result:** the refusals that stopped that.
    func reopen() throws(StoreError) -> [Refusal] {
        nodes.start()
        return try nodes.act(
            replayedAs: { [givenPeers] in $0 = $0.started(withPeers: givenPeers) }
        ) { (system) throws(StoreError) in try system.reopen() }
    }

    func reopenWhole() throws {
        let refusals = try reopen()
        guard refusals.isEmpty else {
            throw StepFault("an unchanged file is refused: \(refusals)")
        }
    }
}
