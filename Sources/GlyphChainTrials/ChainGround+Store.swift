internal import GRDB
internal import GlyphChain
internal import Platform
package import Scenarios
internal import Trials

/// What somebody with the disk in his hands does to a stopped system.
package enum StoreDamage: Sendable {
    /// Keeps the file as it is now, or puts back what was kept.
    case snapshot, restore
    case sql(String)
    case splice(Splice)
    /// A whole database of another model's chain in its place.
    case otherModel
    case replace([UInt8])
}

extension ChainGround {
    private static var fileByteCountMax: Int { 64 << 20 }

    private var path: String {
        get throws {
            guard let path = system.storePath else { throw StepFault("a chain without a file") }
            return path
        }
    }

    private func fileBytes() throws -> [UInt8] {
        try WholeFile.read(try path, byteCountMax: Self.fileByteCountMax)
    }

    private func put(_ bytes: [UInt8]) throws {
        for ending in ["-wal", "-shm"] where Folder.fileExists(try path + ending) {
            try WholeFile.remove(try path + ending)
        }
        try WholeFile.write(bytes, to: try path)
    }

    /// **Throws:** ``StepFault`` where nothing is changed.
    func apply(_ damage: StoreDamage) throws {
        if books.heldBefore == nil { books.heldBefore = storedView() }
        try system.close()
        let before = try fileBytes()
        if books.backup == nil { books.backup = before }
        switch damage {
        case .snapshot:
            books.snapshot = before
            // Whoever copies a running node's file has stopped nothing: it goes on.
            books.backup = nil
            books.heldBefore = nil
            try reopenWhole()
            return
        case .restore:
            guard let snapshot = books.snapshot else { throw StepFault("no snapshot was taken") }
            try put(snapshot)
        case .sql(let sql):
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        case .splice(let splice): try put(try splice.applied(to: before))
        case .otherModel: try put(try otherModelBytes())
        case .replace(let bytes): try put(bytes)
        }
        guard try fileBytes() != before else { throw StepFault("the damage changes nothing") }
        record.note("somebody changes the file: \(damage.name)")
    }

    private func otherModelBytes() throws -> [UInt8] {
        let other = try path + ".other"
        let pin = ChainPin(
            profile: setup.profile, weightsHash: RefereeBooks.otherWeightsHash)
        var random = ActorRandom(seed: setup.seed, actor: "other model")
        switch setup.profile {
        case .published:
            let rules = PublishedRules(proofs: model.proofs, weightsHash: pin.weightsHash)
            try Self.write(rules, wallet("attacker"), other, record.clock, &random)
        case .hardened:
            var parameters = HardenedRules.Parameters(weightsHash: pin.weightsHash)
            parameters.stampBitCount = ChainTrials.stampBitCount
            let rules = HardenedRules(parameters: parameters, evidence: model.evidence)
            try Self.write(rules, wallet("attacker"), other, record.clock, &random)
        }
        return try WholeFile.read(other, byteCountMax: Self.fileByteCountMax)
    }

    private static func write<Other: ChainRules>(
        _ rules: Other, _ miner: Wallet, _ path: String, _ clock: LogicalClock,
        _ random: inout ActorRandom
    ) throws {
        var system = try ChainSystem(rules: rules, newAt: path)
        _ = try system.node.mine(
            miner: miner.address, clockSeconds: clock.seconds,
            attemptCountMax: Mining.attemptCountMax, random: &random)
        try system.close()
    }

    /// Starts the system from its file; where that is refused, from the operator's own copy.
    func restart() throws {
        try system.close()
        let madeFor = try pinText
        let refusals = try reopened()
        record.note(refusals ?? [])
        let names = refusals?.map(\.by.name) ?? ["down"]
        record.note("restart: " + (names.isEmpty ? "up" : names.joined(separator: ", ")))
        defer { books.servedAfter = storedView() }
        guard refusals?.isEmpty != true else {
            if let madeFor, madeFor != node.rules.pin.description { books.madeForOthers = madeFor }
            return
        }
        guard let backup = books.backup else { throw StepFault("down, and no copy to start from") }
        try put(backup)
        try reopenWhole()
    }

    /// Nil where nothing can be made of the file, though the guard that says so is missing.
    private func reopened() throws -> [Refusal]? {
        books.journal.append(.started(givenPeers))
        do throws(StoreError) {
            return try system.reopen()
        } catch {
            guard error.stoppedBy != nil else { throw error }
            return nil
        }
    }

    /// What the stopped system's file says that it was made for; nil where it says nothing.
    private var pinText: String? {
        get throws {
            do {
                let queue = try DatabaseQueue(path: path)
                let text = try queue.read { try String.fetchOne($0, sql: "SELECT text FROM pin") }
                try queue.close()
                return text
            } catch let error as DatabaseError {
                switch error.resultCode {
                // No database, a damaged one, or one without that table: it says nothing.
                case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR: return nil
                default: throw error
                }
            }
        }
    }

    private func reopenWhole() throws {
        books.journal.append(.started(givenPeers))
        let refusals = try system.reopen()
        guard refusals.isEmpty else {
            throw StepFault("an unchanged file is refused: \(refusals)")
        }
    }
}

extension StoreDamage {
    /// For the log.
    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .sql(let sql): sql
        case .splice(let splice): "\(splice)"
        case .otherModel: "a chain of another model"
        case .replace(let bytes): "\(bytes.count) other bytes"
        }
    }
}
