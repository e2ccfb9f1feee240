import GRDB
import StorageFaults
import TestSupport
import Testing

@Suite("Failing calls")
struct InjectedFaultTests {
    static let commitCount = 12
    static let states = ToyStore.states(count: commitCount)
    static let seed: UInt64 = 21

    /// Confirms what the store holds, and each commit that is still to come.
    private func run(_ store: ToyStore, _ session: FaultSession) throws {
        let found = try #require(try store.lastCommit(of: Self.states))
        if found > 0 { session.mark(found) }
        for number in (found + 1)..<(Self.commitCount + 1) {
            try store.commit(number)
            session.mark(number)
        }
        try #require(try store.lastCommit(of: Self.states) == Self.commitCount)
    }

    private func run(_ session: FaultSession) throws {
        try run(ToyStore(folder: session.folder), session)
    }

    private func confirmed(_ session: FaultSession) -> Int {
        session.log.reversed().lazy.compactMap { operation in
            if case .mark(let number) = operation.action { number } else { nil }
        }.first ?? 0
    }

    /// How many runs failed, over all calls that a run without faults makes.
    private func failAtEveryCall(
        _ fault: FaultSession.Fault, _ lasting: FaultSession.Duration
    ) throws -> (runs: Int, failed: Int, faults: Int) {
        let clean = try TemporaryFolder(inMemory: true)
        let cleanSession = try FaultSession(folder: clean.path)
        try run(cleanSession)
        var failed = 0
        var faults = 0
        for call in 1...cleanSession.callCount {
            let folder = try TemporaryFolder(inMemory: true)
            let session = try FaultSession(folder: folder.path)
            session.fail(at: call, with: fault, lasting: lasting)
            do {
                try run(session)
            } catch is DatabaseError {
                failed += 1
            }
            faults += session.faultCount
            session.failNoMore()
            let outcome = Outcome(
                folder: folder.path, confirmed: confirmed(session), states: Self.states)
            #expect(outcome == .intact, "\(fault) \(lasting) at call \(call)")
            #expect(throws: Never.self, "\(fault) \(lasting) at call \(call)") {
                try run(session)
            }
        }
        return (cleanSession.callCount, failed, faults)
    }

    @Test(
        "A failing call, at every place, leaves the last confirmed commit or the next",
        arguments: [FaultSession.Fault.ioError, .diskFull], FaultSession.Duration.allCases)
    func everyCall(fault: FaultSession.Fault, lasting: FaultSession.Duration) throws {
        let (runs, failed, faults) = try failAtEveryCall(fault, lasting)
        let counts = "\(runs) runs, \(failed) failed, \(faults) faults"
        #expect(runs > 150 && failed > 80, "\(counts)")
    }

    /// The outcomes of power losses at all points of lives in which one sync failed, or no call
    /// worked from there on.
    private func failEverySync(
        _ lasting: FaultSession.Duration = .once,
        _ live: (FaultSession) throws -> [StorageFaults.Operation]
    ) throws -> [(image: String, outcome: Outcome)] {
        let clean = try TemporaryFolder(inMemory: true)
        let cleanSession = try FaultSession(folder: clean.path)
        try run(cleanSession)
        let image = try TemporaryFolder(inMemory: true)
        var outcomes: [(image: String, outcome: Outcome)] = []
        for (index, call) in cleanSession.calls.enumerated() where call == .sync {
            let folder = try TemporaryFolder(inMemory: true)
            let session = try FaultSession(folder: folder.path)
            session.fail(at: index + 1, with: .ioError, lasting: lasting)
            // Where nothing works any more the program is as good as dead, and did not sync at all.
            let log = try live(session).filter { lasting == .once || $0.action != .failedSync }
            let images = CrashImages(
                start: session.start, log: log, seed: Self.seed,
                options: .init(seededCount: 1, stride: 0))
            for loss in images {
                let outcome = try Outcome(loss, in: image.path, states: Self.states)
                outcomes.append(("sync at call \(index + 1), \(loss)", outcome))
            }
        }
        return outcomes
    }

    /// The log of a program that is killed at its first error, and of the one that follows, which
    /// finds what the system still holds in memory.
    private func killed(
        _ session: FaultSession, beforeOpening repair: (FaultSession) throws -> Void
    ) throws -> [StorageFaults.Operation] {
        var store: ToyStore?
        do {
            let opened = try ToyStore(folder: session.folder)
            store = opened
            try run(opened, session)
        } catch is DatabaseError {}
        let log = session.log
        let heir = try TemporaryFolder(inMemory: true)
        try FolderContent(readFrom: session.folder).write(to: heir.path)
        withExtendedLifetime(store) {}
        let heirSession = try FaultSession(folder: heir.path)
        try repair(heirSession)
        try run(heirSession)
        return log + heirSession.log
    }

    @Test("A store that goes on after a failed sync loses nothing that it confirmed")
    func goesOn() throws {
        let outcomes = try failEverySync { session in
            do {
                let store = try ToyStore(folder: session.folder)
                do {
                    try run(store, session)
                } catch is DatabaseError {
                    try run(store, session)
                }
            } catch is DatabaseError {
                try run(session)
            }
            return session.log
        }
        expectIntact(outcomes)
    }

    @Test("A store that is killed at a failed sync and trusts what it reads loses commits")
    func trusts() throws {
        let outcomes = try failEverySync { try killed($0) { _ in } }
        let losses = outcomes.count { $0.outcome.isLoss }
        #expect(losses > 100, "\(losses) losses in \(outcomes.count) images")
    }

    @Test("One that first writes the log anew, and syncs it and the folder, loses nothing")
    func rewrites() throws {
        try expectIntact(
            failEverySync { session in
                try killed(session) { heir in
                    for file in heir.start.files where file.name.hasSuffix("-wal") {
                        heir.record(
                            .init(file: file.name, action: .write(offset: 0, bytes: file.bytes)))
                    }
                    syncAll(heir)
                }
            })
    }

    @Test("A store that is killed before a sync loses commits if the next trusts what it reads")
    func killedBeforeSync() throws {
        let outcomes = try failEverySync(.fromThenOn) { try killed($0) { _ in } }
        let losses = outcomes.count { $0.outcome.isLoss }
        #expect(losses > 50, "\(losses) losses in \(outcomes.count) images")
    }

    @Test("A store that is killed before a sync loses nothing if the next syncs what it found")
    func syncsFirst() throws {
        try expectIntact(
            failEverySync(.fromThenOn) { try killed($0, beforeOpening: syncAll) })
    }

    private func syncAll(_ session: FaultSession) {
        for file in session.start.files {
            session.record(.init(file: file.name, action: .sync(syncsFolder: true)))
        }
    }

    private func expectIntact(_ outcomes: [(image: String, outcome: Outcome)]) {
        for (image, outcome) in outcomes where outcome != .intact {
            Issue.record("seed \(Self.seed), \(image): \(outcome)")
        }
        #expect(outcomes.count > 2000, "\(outcomes.count) images")
    }
}
