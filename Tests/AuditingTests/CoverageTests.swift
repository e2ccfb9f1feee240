import Architectures
import Auditing
import Checkpoints
import Fingerprints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("Which share of the work a proof witnesses")
struct CoverageTests {
    /// Eight heads of which a salt reads six, in random weights behind the embedded tokenizer.
    private func run(
        prompts: Int = 3, faults: Int = 0, threads: Int = 2, context: Int = 64
    ) throws -> (CoverageRun, TransformerShape, ByteLevelTokenizer) {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 4, width: 128, headCount: 2, vocabularyCount: 3072,
            contextTokenCount: context)
        try SyntheticModel(seed: "coverage", shape: shape, isWide: false)
            .write(toFolder: folder.path)
        try ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
            .copyTokenizer(toFolder: folder.path, replacing: true)
        let (checkpoint, tokenizer) = try ModelFolder(path: folder.path).load()
        let prover = Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0]))
        let run = CoverageRun(
            prover: prover, weights: checkpoint.weights,
            settings: .init(
                promptCount: prompts, faultCount: faults, seed: "a", threadCount: threads))
        return (run, shape, tokenizer)
    }

    @Test("A published proof follows from the multiply-adds that a miner needs, and no others")
    func published() throws {
        let (run, shape, tokenizer) = try run(prompts: 20)
        let coverage = try run.coverage(.published)
        #expect(coverage.prompts.count == 20)
        for (index, prompt) in coverage.prompts.enumerated() {
            let salt = GoldenPrompts.salt(index)
            let ids = try Challenge(
                salt: salt, prompt: Array(GoldenPrompts.prompt(index).utf8), tokenizer: tokenizer
            ).tokenIDs
            let heads = HeadSelection.heads(
                salt: salt, layerCount: shape.layerCount, headCount: shape.headCount)
            #expect(prompt.tokenCount == ids.count)
            #expect(
                prompt.multiplyAdds.total
                    == WorkCost.whole(
                        .gpt2(shape), tokenCount: ids.count))
            #expect(
                prompt.multiplyAdds.reached
                    == WorkCost.needed(
                        .gpt2(shape), tokenCount: ids.count, heads: heads))
            let deepest = try #require(heads.map(\.layer).max())
            let last = heads.count { $0.layer == deepest }
            #expect(prompt.reachedHeads.reached == deepest * shape.headCount + last)
            #expect(prompt.readHeads.reached == 6)
        }
        #expect(coverage.elements.reached < coverage.elements.total)
        // Nothing of the last layer's feed-forward part is ever read.
        let hidden = coverage.operations.filter { $0.operation.station.description == "h.3.mlp.fc" }
        #expect(hidden.map(\.elements.reached) == [0])
        #expect(coverage.weightsTogether.reached > coverage.prompts[0].weights.reached)
    }

    @Test("A hardened proof follows from everything but weights that its tokens do not name")
    func hardened() throws {
        let (run, shape, _) = try run()
        let coverage = try run.coverage(.hardened)
        #expect(coverage.elements.reached == coverage.elements.total)
        #expect(coverage.multiplyAdds.reached == coverage.multiplyAdds.total)
        #expect(
            coverage.multiplyAdds.total
                == 3
                * WorkCost.whole(
                    .gpt2(shape), tokenCount: WitnessChallenge.tokenCount))
        #expect(coverage.reachedHeads.reached == 3 * 8)
        for parameter in coverage.parameters where !["wte", "wpe"].contains(parameter.name) {
            #expect(parameter.elements.reached == parameter.elements.total, "\(parameter.name)")
        }
        let positions = try #require(coverage.parameters.first { $0.name == "wpe" }).elements
        #expect(positions.reached == WitnessChallenge.tokenCount * 128)
        #expect(positions.total == 64 * 128)
    }

    @Test(
        "No altered element changes a proof that does not follow from it",
        arguments: Coverage.Profile.allCases)
    func faults(profile: Coverage.Profile) throws {
        let count = Thoroughness.count(2_000, else: 200)
        let coverage = try run(faults: count).0.coverage(profile)
        let sample = try #require(coverage.sample)
        #expect(sample.contradictions == [])
        #expect(coverage.holds && sample.faultCount == count)
        #expect(sample.elements.all == count / 2 && sample.weights.all == count / 2)
        #expect(sample.elements.changed > 0 && sample.weights.changed > 0)
        let isPublished = profile == .published
        #expect((sample.elements.idle > 0) == isPublished)
        #expect(sample.weights.idle > 0, "rows of embeddings that nobody reads")
    }

    @Test("An account that leaves out what a proof reads is contradicted")
    func wrongAccount() throws {
        let (run, _, _) = try run(faults: 60)
        for profile in Coverage.Profile.allCases {
            let sample = try run.sampleOfWrongAccount(profile)
            #expect(!sample.contradictions.isEmpty, "\(profile)")
            #expect(sample.elements.reachable + sample.weights.reachable == 0, "\(profile)")
        }
    }

    @Test("Threads change nothing")
    func threads() throws {
        let one = try run(faults: 24, threads: 1).0.coverage(.published)
        let three = try run(faults: 24, threads: 3).0.coverage(.published)
        #expect(one.sample == three.sample && one.prompts == three.prompts)
    }

    @Test("A context too short for an attempt, or for a prompt, is an error")
    func context() throws {
        let (run, _, _) = try run(context: 16)
        for profile in Coverage.Profile.allCases {
            #expect(throws: InferenceError.self) { try run.coverage(profile) }
        }
    }
}
