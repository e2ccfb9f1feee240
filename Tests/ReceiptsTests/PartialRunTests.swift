import Checkpoints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization
import Traces

@Suite("A prompt run in part") struct PartialRunTests {
    private static let parts = Result {
        let folder = ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
        let (checkpoint, tokenizer) = try folder.load()
        return (
            prover: Prover(
                tokenizer: tokenizer,
                transformer: Transformer(
                    weights: checkpoint.weights, backend: Backends.usable[0])),
            model: try folder.traced(name: "glyph-nano")
        )
    }

    @Test(
        "Every operation comes out as in the whole run, and no layer behind it is computed",
        arguments: [TraceLevel.operations, .layers])
    func everyPlace(level: TraceLevel) throws {
        let (prover, model) = try Self.parts.get()
        let challenge = try TracedChallenge(
            salt: "s", prompt: Array("golden frost".utf8), tokenizer: prover.tokenizer)
        let trace = try TracedRun(
            prover: prover, challenges: [challenge], level: level, model: model,
            settings: GoldenRun.Settings(threadCount: 1)
        ).trace
        let tokenCount = trace.prompts[0].tokenIDs.count
        let whole = PartialRun.wholeMultiplyAddCount(
            prover.transformer, tokenCount: tokenCount)
        #expect(challenge.inputDigest == trace.prompts[0].inputDigest)
        for (place, operation) in trace.schedule.enumerated() {
            let run = try PartialRun(
                prover: prover, challenge: challenge, level: level, places: [place])
            #expect(
                run.digests == [trace.prompts[0].records[place].digest], "\(operation.name)")
            let layerCount = prover.transformer.shape.layerCount
            if let layer = operation.layer, layer < layerCount - 1 {
                // The layer behind is begun, no more.
                #expect(run.multiplyAddCount < whole * (layer + 2) / layerCount)
            } else if operation.layer == layerCount - 1 {
                #expect(run.multiplyAddCount == whole)
            }
        }
        let all = try PartialRun(
            prover: prover, challenge: challenge, level: level,
            places: Array(trace.schedule.indices))
        #expect(all.digests == trace.prompts[0].records.map(\.digest))
        #expect(all.multiplyAddCount == whole)
    }
}
