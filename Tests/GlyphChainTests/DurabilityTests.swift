import Chains
import Cryptography
import Platform
import StorageFaults
import TestSupport
import Testing
import Trials

@Suite("A chain on a disk that fails")
struct DurabilityTests {
    private static let seed: UInt64 = 5

    // MARK: Power losses

    @Test(
        "At every sync, whatever a power loss leaves opens to the last confirmed state or the next")
    func powerLosses() throws {
        try powerLosses(ChainScript(SmallChains.published))
        try powerLosses(ChainScript(SmallChains.hardened))
    }

    private func powerLosses<Rules: ChainRules>(_ script: ChainScript<Rules>) throws {
        let folder = try TemporaryFolder(inMemory: true)
        let session = try FaultSession(folder: folder.path)
        do {
            let node = try begin(script.rules, in: folder.path)
            session.mark(0)
            for (index, step) in script.steps.enumerated() {
                try ChainScript.play(step, on: node)
                session.mark(index + 1)
            }
        }
        session.stop()
        let image = try TemporaryFolder(inMemory: true)
        var (imageCount, unbornCount, nextCount) = (0, 0, 0)
        for loss in session.crashImages(seed: Self.seed, options: .init(seededCount: 2)) {
            imageCount += 1
            try loss.write(to: image.path)
            switch Result(catching: { try state(script.rules, in: image.path) }) {
            case .success(let state):
                let confirmed = loss.lastMark ?? 0
                let isNext =
                    confirmed + 1 < script.states.count && state == script.states[confirmed + 1]
                nextCount += isNext && state != script.states[confirmed] ? 1 : 0
                #expect(
                    state == script.states[confirmed] || isNext,
                    "seed \(Self.seed), \(loss): neither state \(confirmed) nor the next")
            case .failure(let error):
                // Before the first state is confirmed there may be none.
                unbornCount += 1
                #expect(loss.lastMark == nil, "seed \(Self.seed), \(loss): \(error)")
                try expectFree(image.path, script.rules, error, "seed \(Self.seed), \(loss)")
            }
        }
        #expect(imageCount > 300 && nextCount > 0)
        print(
            "\(script.rules.profile.rawValue): \(imageCount) images of \(script.steps.count) steps "
                + "reopened: \(nextCount) to the state not yet confirmed, \(unbornCount) before "
                + "there was one, the others to the last confirmed")
    }

    /// Where no chain was begun, its own log and journal are no stray ones, and a chain can be
    /// begun, but for a file of which nothing tells any more that SQLite made it: that stays.
    private func expectFree<Rules: ChainRules>(
        _ folder: String, _ rules: Rules, _ error: any Error, _ place: String
    ) throws {
        if case .strayLog(_, let message) = error as? StoreError {
            Issue.record("\(place): \(message)")
        }
        do {
            _ = try begin(rules, in: folder)
        } catch StoreError.exists {
            let start = try WholeFile.start(of: folder + "/chain.db", byteCount: 16)
            #expect(start != Array("SQLite format 3\0".utf8), "\(place): an unbegun one stays")
        }
    }

    private func begin<Rules: ChainRules>(
        _ rules: Rules, in folder: String
    ) throws -> ChainNode<Rules> {
        try ChainNode(
            rules: rules,
            beginningIn: try ChainStore(newAt: folder + "/chain.db", pin: rules.pin))
    }

    private func open<Rules: ChainRules>(
        _ rules: Rules, in folder: String
    ) throws -> ChainNode<Rules> {
        try ChainNode(
            rules: rules, opening: try ChainStore(openAt: folder + "/chain.db"))
    }

    private func state<Rules: ChainRules>(_ rules: Rules, in folder: String) throws -> String {
        try ChainScript.state(of: try open(rules, in: folder))
    }

    // MARK: Failing calls

    @Test("An error of the device or a full disk, at every call in turn, costs nothing confirmed")
    func failingCalls() throws {
        let script = try ChainScript(SmallChains.hardened)
        var runCount = 0
        var failedCount = 0
        for fault in [FaultSession.Fault.ioError, .diskFull] {
            for lasting in FaultSession.Duration.allCases {
                let (runs, failed) = try failAtEveryCall(script, fault, lasting)
                runCount += runs
                failedCount += failed
            }
        }
        #expect(failedCount > runCount / 4)
        print("\(runCount) runs with a failing call, of which \(failedCount) ended with an error")
    }

    private func failAtEveryCall<Rules: ChainRules>(
        _ script: ChainScript<Rules>, _ fault: FaultSession.Fault,
        _ lasting: FaultSession.Duration
    ) throws -> (runs: Int, failed: Int) {
        let clean = try TemporaryFolder(inMemory: true)
        let cleanSession = try FaultSession(folder: clean.path, records: false)
        var confirmed = -1
        try play(script, in: clean.path, &confirmed)
        let callCount = cleanSession.callCount
        var failed = 0
        for call in 1...callCount {
            let folder = try TemporaryFolder(inMemory: true)
            let session = try FaultSession(folder: folder.path, records: false)
            session.fail(at: call, with: fault, lasting: lasting)
            var confirmed = -1
            do {
                try play(script, in: folder.path, &confirmed)
            } catch is StoreError {
                failed += 1
            }
            session.failNoMore()
            let place = "\(fault), \(lasting), call \(call) of \(callCount)"
            switch Result(catching: { try state(script.rules, in: folder.path) }) {
            case .success(let state):
                let candidates = script.states[max(confirmed, 0)...].prefix(2)
                #expect(candidates.contains(state), "\(place): not state \(confirmed) or the next")
            case .failure(let error):
                #expect(confirmed < 0, "\(place): \(error)")
                try expectFree(folder.path, script.rules, error, place)
            }
        }
        return (callCount, failed)
    }

    @Test("An error of the device at every call while a chain is opened is told, or does no harm")
    func failingReads() throws {
        let script = try ChainScript(SmallChains.hardened)
        let folder = try TemporaryFolder(inMemory: true)
        var confirmed = 0
        try play(script, in: folder.path, &confirmed)
        let truth = script.states[script.steps.count]
        let clean = try FaultSession(folder: folder.path, records: false)
        #expect(try state(script.rules, in: folder.path) == truth)
        let callCount = clean.callCount
        clean.stop()
        var failed = 0
        for call in 1...callCount {
            let session = try FaultSession(folder: folder.path, records: false)
            session.fail(at: call, with: .ioError)
            do {
                #expect(try state(script.rules, in: folder.path) == truth, "call \(call)")
            } catch is StoreError {
                failed += 1
            }
            session.stop()
        }
        #expect(failed > callCount / 2, "\(failed) of \(callCount)")
        #expect(try state(script.rules, in: folder.path) == truth)
    }

    /// Plays a script on a new store; tells how many steps were confirmed.
    private func play<Rules: ChainRules>(
        _ script: ChainScript<Rules>, in folder: String, _ confirmed: inout Int
    ) throws {
        let node = try begin(script.rules, in: folder)
        confirmed = 0
        for step in script.steps {
            try ChainScript.play(step, on: node)
            confirmed += 1
        }
    }
}
