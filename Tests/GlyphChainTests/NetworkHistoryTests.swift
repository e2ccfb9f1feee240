import Cryptography
import Fingerprints
import GlyphChain
import Platform
import TestSupport
import Testing
import Trials

@Suite("Nodes over a network that fails")
struct NetworkHistoryTests {
    private static let historyCount = 1_000
    /// Every so many histories one runs again on one thread.
    private static let repetitionStride = 5

    @Test("1,000 histories of the published chain converge, the same on 1 thread and on 2")
    func published() throws {
        try converge(SmallChains.published)
    }

    @Test("1,000 histories of the hardened chain converge, the same on 1 thread and on 2")
    func hardened() throws {
        try converge(SmallChains.hardened)
    }

    private struct Ending {
        let outcome: Bool
        let log: Digest
        let state: Digest
        let reorganisationCount: Int
        let revertedBlockCount: Int
        let paymentCount: Int
    }

    private func converge<Rules: ChainRules>(_ rules: Rules) throws {
        let endings = try Self.endings(rules, Array(0..<Self.historyCount), threadCount: 2)
        for (seed, ending) in endings.enumerated() where !ending.outcome {
            Issue.record("history \(seed) ends with nodes that differ")
        }
        let repeated = Array(stride(from: 0, to: Self.historyCount, by: Self.repetitionStride))
        let again = try Self.endings(rules, repeated, threadCount: 1)
        for (seed, other) in zip(repeated, again)
        where endings[seed].log != other.log || endings[seed].state != other.state {
            Issue.record("history \(seed) differs from itself")
        }
        #expect(Set(endings.map(\.log)).count == Self.historyCount)
        let reorganisationCount = endings.reduce(0) { $0 + $1.reorganisationCount }
        let revertedBlockCount = endings.reduce(0) { $0 + $1.revertedBlockCount }
        let paymentCount = endings.reduce(0) { $0 + $1.paymentCount }
        // Histories in which nothing goes wrong would show nothing.
        #expect(reorganisationCount > 2 * Self.historyCount)
        print(
            "\(rules.profile.rawValue): \(endings.count { $0.outcome }) of \(endings.count) "
                + "histories converged, \(again.count) ran twice, with \(reorganisationCount) reorganisations, "
                + "\(revertedBlockCount) blocks taken back and \(paymentCount) payments")
    }

    private static func endings<Rules: ChainRules>(
        _ rules: Rules, _ seeds: [Int], threadCount: Int
    ) throws -> [Ending] {
        try Threads.map(count: seeds.count, threadCount: threadCount) { index in
            let seed = seeds[index]
            var history = try NetworkHistory(
                seed: "history \(seed)", nodeCount: 2 + seed % 6, rules: rules)
            let outcome = try history.run()
            return Ending(
                outcome: outcome.hasConverged, log: outcome.log.digest,
                state: outcome.stateDigests[0],
                reorganisationCount: outcome.reorganisationCount,
                revertedBlockCount: outcome.revertedBlockCount,
                paymentCount: outcome.paymentCount)
        }
    }
}
