import Cryptography
import Fingerprints
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("Nodes over a network that fails")
struct NetworkHistoryTests {
    @Test("Nodes converge, published")
    func published() throws {
        try converge(SmallChains.published, 0..<20)
    }

    @Test("Nodes converge, hardened")
    func hardened() throws {
        try converge(SmallChains.hardened, 0..<20)
    }

    private func converge<Rules: ChainRules>(_ rules: Rules, _ seeds: Range<Int>) throws {
        for seed in seeds {
            var history = try NetworkHistory(
                seed: "history \(seed)", nodeCount: 2 + seed % 6, rules: rules)
            let outcome = try history.run()
            #expect(outcome.hasConverged, "seed \(seed)")
            print(
                seed, outcome.heights, outcome.revertedBlockCount, outcome.reorganisationCount,
                outcome.paymentCount, outcome.log.lines.count, outcome.log.digest.text.prefix(8))
        }
    }
}
