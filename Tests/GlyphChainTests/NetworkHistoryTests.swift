import Chains
import Checkpoints
import Cryptography
import Fingerprints
import Foundation
import GlyphChain
import Inference
import NodeHistories
import Platform
import Proving
import Tensors
import TestSupport
import Testing
import Trials

@Suite("Nodes over a network that fails")
struct NetworkHistoryTests {
    private static let historyCount = Thoroughness.count(1_000, else: 200)
    /// Every so many histories one runs again on one thread.
    private static let repetitionStride = 10

    @Test("Histories of the published chain converge, the same on 1 thread and on 2")
    func published() throws {
        try converge(SmallChains.published)
    }

    @Test("Histories of the hardened chain converge, the same on 1 thread and on 2")
    func hardened() throws {
        try converge(SmallChains.hardened)
    }

    @Test("The log of a history is what it always was, byte for byte")
    func frozen() throws {
        func log<Rules: ChainRules>(_ rules: Rules) throws -> String {
            var history = try NetworkHistory(seed: "frozen", nodeCount: 4, rules: rules)
            return try history.run().log.digest.text
        }
        let logs = (try log(SmallChains.published), try log(SmallChains.hardened))
        #expect(
            logs.0
                == "8482f0b1a56efec048c83432ea12c4702035d633d5c547e7a64492a4e2df76a4")
        #expect(
            logs.1
                == "2a20557f9cdae51007712444caa337384563ae7c65ba0e74cb0ce246af76a397")
    }

    @Test("Histories with proofs of the embedded model converge, the same whatever the threads")
    func embeddedModel() throws {
        let folder = ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
        let (checkpoint, tokenizer) = try folder.load()
        let prover = Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0]))
        for seed in 0..<2 {
            let logs = try [1, 2].map { threadCount in
                let prover = BatchProver(
                    prover: prover, workers: Workers(threadCount: threadCount))
                var parameters = HardenedRules.Parameters(weightsHash: Digests.sha256([1]))
                parameters.stampBitCount = 4
                return [
                    try Self.log(
                        PublishedRules(proofs: prover, weightsHash: Digests.sha256([1])), seed),
                    try Self.log(HardenedRules(parameters: parameters, evidence: prover), seed),
                ]
            }
            #expect(logs[0] == logs[1], "history \(seed)")
        }
    }

    private static func log<Rules: ChainRules>(_ rules: Rules, _ seed: Int) throws -> Digest {
        var history = try NetworkHistory(seed: "embedded \(seed)", nodeCount: 3, rules: rules)
        let outcome = try history.run()
        #expect(outcome.hasConverged && outcome.reorganisationCount > 0, "history \(seed)")
        return outcome.log.digest
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
                + "histories converged, \(again.count) ran twice, with \(reorganisationCount) "
                + "reorganisations, \(revertedBlockCount) blocks taken back and "
                + "\(paymentCount) payments")
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
