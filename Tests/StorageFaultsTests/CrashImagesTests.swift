import StorageFaults
import TestSupport
import Testing

@Suite("Power losses")
struct CrashImagesTests {
    static let commitCount = 60
    static let states = ToyStore.states(count: commitCount)
    static let seed: UInt64 = 20

    /// What the disk saw of all commits, confirmed one by one.
    private func session(
        in folder: TemporaryFolder, synchronous: String, commitCount: Int = commitCount
    ) throws -> FaultSession {
        let session = try FaultSession(folder: folder.path)
        let store = try ToyStore(folder: folder.path, synchronous: synchronous)
        for number in 1...commitCount {
            try store.commit(number)
            session.mark(number)
        }
        try store.close()
        session.stop()
        return session
    }

    private func outcomes(
        _ images: CrashImages
    ) throws -> [(image: String, outcome: Outcome)] {
        let folder = try TemporaryFolder(inMemory: true)
        return try images.map { image in
            (image.description, try Outcome(image, in: folder.path, states: Self.states))
        }
    }

    private func isSync(_ operation: StorageFaults.Operation) -> Bool {
        if case .sync = operation.action { true } else { false }
    }

    @Test("With every commit synced, each image reopens to the last confirmed commit or the next")
    func full() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "FULL")
        let outcomes = try outcomes(
            session.crashImages(seed: Self.seed, options: .init(seededCount: 4)))
        for (image, outcome) in outcomes where outcome != .intact {
            Issue.record("seed \(Self.seed), \(image): \(outcome)")
        }
        let syncCount = session.log.count(where: isSync)
        #expect(syncCount > 100, "\(syncCount) syncs")
        #expect(outcomes.count > 1500, "\(outcomes.count) images")
    }

    @Test("Power lost again while the store recovers leaves the same")
    func recovery() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "FULL", commitCount: 20)
        let image = try TemporaryFolder(inMemory: true)
        let second = try TemporaryFolder(inMemory: true)
        var count = 0
        for first in session.crashImages(seed: Self.seed, options: .init(seededCount: 1, stride: 0))
        where first.powerLoss == .torn || first.powerLoss == .shredded {
            try first.write(to: image.path)
            let recovery = try FaultSession(folder: image.path)
            let store = try ToyStore(folder: image.path)
            _ = try store.lastCommit(of: Self.states)
            try store.close()
            recovery.stop()
            for loss in recovery.crashImages(seed: Self.seed, options: .init(seededCount: 1)) {
                count += 1
                try loss.write(to: second.path)
                let outcome = Outcome(
                    folder: second.path, confirmed: first.lastMark ?? 0, states: Self.states)
                #expect(outcome == .intact, "seed \(Self.seed), \(first), then \(loss)")
            }
        }
        #expect(count > 500, "\(count) images")
    }

    @Test("Without the syncs of commits, commits are lost and nothing else is found")
    func normal() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "NORMAL")
        let outcomes = try outcomes(session.crashImages(seed: Self.seed))
        let losses = outcomes.count { $0.outcome.isLoss }
        let others = outcomes.filter { $0.outcome != .intact && !$0.outcome.isLoss }
        #expect(losses > 200, "\(losses) losses in \(outcomes.count) images")
        #expect(others.isEmpty, "seed \(Self.seed): \(others)")
    }

    @Test("Without any sync, lost commits and corruption are found")
    func off() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "OFF")
        let outcomes = try outcomes(session.crashImages(seed: Self.seed))
        let losses = outcomes.count { $0.outcome.isLoss }
        let corruptions = outcomes.count { $0.outcome.isCorruption }
        #expect(losses > 200, "\(losses) losses in \(outcomes.count) images")
        #expect(corruptions > 100, "\(corruptions) corruptions in \(outcomes.count) images")
    }

    @Test("On a disk that only claims to sync, lost commits and corruption are found")
    func lyingDisk() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "FULL", commitCount: 20)
        let log = session.log.filter { !isSync($0) }
        let outcomes = try outcomes(
            CrashImages(start: session.start, log: log, seed: Self.seed))
        let losses = outcomes.count { $0.outcome.isLoss }
        let corruptions = outcomes.count { $0.outcome.isCorruption }
        #expect(losses > 80, "\(losses) losses in \(outcomes.count) images")
        #expect(corruptions > 20, "\(corruptions) corruptions in \(outcomes.count) images")
    }

    @Test("The log tells all that was written, and images depend on the seed alone")
    func replay() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try session(in: folder, synchronous: "FULL", commitCount: 20)
        let images = Array(session.crashImages(seed: Self.seed))
        let end = try #require(images.last { $0.powerLoss == .kept || $0.powerLoss == .dropped })
        #expect(end.position == session.log.count && end.lastMark == 20 && end.nextMark == nil)
        let kept = images.last { $0.position == session.log.count && $0.powerLoss == .kept }
        #expect(try (kept ?? end).content == FolderContent(readFrom: folder.path))
        let again = Array(session.crashImages(seed: Self.seed))
        #expect(images.map(\.content) == again.map(\.content))
        let other = Array(session.crashImages(seed: Self.seed + 1))
        #expect(images.map(\.content) != other.map(\.content))
        let store = try ToyStore(folder: folder.path)
        try store.commit(21)
        try store.close()
        #expect(images.count == Array(session.crashImages(seed: Self.seed)).count)
    }
}
