internal import Chains
internal import Scenarios
internal import Trials

/// The file of node 0 in the hands of a script, again and again. The node is down from a change on
/// until it is started again, and each start is judged by itself.
extension ChainArena {
    /// **Throws:** ``StepFault`` where nothing is changed: the node is as it was then.
    func applyForScript(_ damage: StoreDamage) throws {
        guard var disk else { throw StepFault("a chain without a file") }
        let wasDown = disk.isDown
        if !wasDown { try stopForScript() }
        do {
            try expectFile(disk, damage)
            try disk.change(damage) { throw StepFault("no chain of another model") }
        } catch {
            if !wasDown { try startUnchanged() }
            // Other errors name the file, which has another path each time.
            throw error as? StepFault ?? StepFault("the file cannot be changed so")
        }
        disk.isDown = true
        self.disk = disk
        guard case .snapshot = damage else {
            return record.note("somebody changes the file: \(damage.name)")
        }
        // A copy of a running node's file stops nothing: the node goes on.
        try startUnchanged()
    }

    private func stopForScript() throws {
        books.heldBefore = stored
        books.servedAfter = nil
        try nodes.act { try $0.close() }
        nodes.stop()
    }

    private func startUnchanged() throws {
        try reopenWhole()
        books.heldBefore = nil
        disk?.isDown = false
        disk?.forgetBackup()
    }

    /// **Throws:** an error where the file is too large for a script, or for its search.
    private func expectFile(_ disk: ChainDisk, _ damage: StoreDamage) throws {
        let byteCount = try disk.bytes().count
        guard byteCount <= ChainScript.fileByteCountMax else {
            throw StepFault(
                "expected a file of at most \(ChainScript.fileByteCountMax) bytes, got \(byteCount)"
            )
        }
        guard case .splice(.replace(let text, _)) = damage else { return }
        guard byteCount * text.utf8.count <= ChainScript.searchMax else {
            throw StepFault("a search for \(text.utf8.count) bytes in \(byteCount)")
        }
    }

    /// Starts node 0 from its file, as its operator does; where that fails, from his own copy.
    func restartForScript() throws {
        guard let disk else { throw StepFault("a chain without a file") }
        if !disk.isDown { try stopForScript() }
        let madeFor = disk.plainPin
        let refusals = try reopenedForScript()
        record.note(refusals ?? [])
        let names = refusals?.map(\.by.name) ?? ["down"]
        record.note("restart: " + (names.isEmpty ? "up" : names.joined(separator: ", ")))
        if refusals?.isEmpty == true {
            if let madeFor, madeFor != node.rules.pin.description { books.madeForOthers = madeFor }
        } else {
            try disk.putBackup()
            try reopenWhole()
        }
        self.disk?.isDown = false
        self.disk?.forgetBackup()
        books.servedAfter = stored
        // The next start has nothing to do with this one.
        if case .violated(let complaint) = try referee.storeState(books) {
            books.storeComplaint = complaint
        }
    }

    /// Refusals of the file; nil where the node says nothing but that it cannot be started.
    private func reopenedForScript() throws -> [Refusal]? {
        do throws(StoreError) {
            return try reopen()
        } catch {
            record.note("the node cannot be started")
            return nil
        }
    }

    func startIfDown() throws {
        guard isDown else { return }
        record.note("the operator starts the node again")
        let here = nodes.here
        nodes.here = 0
        defer { nodes.here = here }
        try restartForScript()
    }
}
