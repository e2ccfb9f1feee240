import Architectures
import Checkpoints
import Foundation
import Inference
import Proving
import Shadows
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("A model's shadow in floats")
struct ShadowRunTests {
    /// Random weights behind the embedded model's tokenizer.
    private func run(
        prompts: Int, variations: [ShadowVariation] = ShadowVariation.all, threads: Int = 1,
        context: Int = 128, seed: String = "a"
    ) throws -> ShadowResult {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 3072,
            contextTokenCount: context)
        try SyntheticModel(seed: "shadow", shape: shape, isWide: false)
            .write(toFolder: folder.path)
        try ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
            .copyTokenizer(toFolder: folder.path, replacing: true)
        let (checkpoint, tokenizer) = try ModelFolder(path: folder.path).load()
        return try ShadowRun(
            weights: checkpoint.weights, tokenizer: tokenizer,
            backends: [Backends.usable[0], Backends.reference],
            settings: ShadowSettings(
                promptCount: prompts, seed: seed, variations: variations, threadCount: threads)
        ).result()
    }

    private func figures(_ result: ShadowResult) -> [String] {
        result.outcomes.map {
            "\($0.variation.name) \($0.differingRowCount) \($0.largestDrift.text) \($0.bandCounts)"
                + " \($0.flippedRows.count) \($0.flippedPrompts) \($0.drifts)"
        } + ["\(result.quality) \(result.exact)"]
    }

    @Test("Floats drift with every order of sums, and integers with no backend")
    func drift() throws {
        let result = try run(prompts: 3)
        #expect(result.holds)
        #expect(result.exact.differingRowCount == 0 && result.exact.flippedProofCount == 0)
        #expect(result.exact.backends == [Backends.usable[0].name, "reference"])
        // A model of four heads has all of them read.
        #expect(result.rowCount == 3 * 4 && result.exact.rowCount == 12)
        #expect(result.outcomes.count + result.missing.count == ShadowVariation.all.count)
        for outcome in result.outcomes {
            let name = outcome.variation.name
            #expect(outcome.bandCounts.reduce(0, +) == result.rowCount, "\(name)")
            #expect(outcome.differingRowCount > 0, "\(name)")
            #expect(outcome.largestDrift.decibels ?? 0 < -40, "\(name)")
            // The embedding is no sum of many.
            #expect(outcome.drifts[0].differingElementCount == 0, "\(name)")
            let first = try #require(outcome.firstPlace, "\(name)")
            #expect(result.operations[first].station.layer == 0, "\(name)")
            #expect(
                outcome.drifts.reduce(0) { $0 + $1.firstPromptCount } == 3, "\(name)")
        }
        // The last operation that any proof needs is a row of the last layer.
        #expect(result.operations.last?.station.description == "h.1.attn.probs")
        // The same weights, so that only roundings set the integers apart.
        #expect(result.quality.meanError.decibels ?? 0 < -20)
        #expect(result.quality.agreeingTopCount > result.rowCount / 2)
    }

    @Test("Threads change nothing, and another seed draws other prompts")
    func threads() throws {
        let own = ShadowVariation.all.filter { ["lanes8", "kahan"].contains($0.name) }
        let one = try run(prompts: 18, variations: own)
        let three = try run(prompts: 18, variations: own, threads: 3)
        #expect(figures(one) == figures(three) && one.tokenCount == three.tokenCount)
        let other = try run(prompts: 18, variations: own, seed: "b")
        #expect(figures(one) != figures(other))
    }

    @Test("A prompt that the model cannot read is an error, not a shorter run")
    func context() {
        #expect(throws: InferenceError.self) { try run(prompts: 1, context: 8) }
    }
}
