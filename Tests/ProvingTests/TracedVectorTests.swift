import Architectures
import Checkpoints
import Cryptography
import Encodings
import Foundation
import Inference
import Proving
import SyntheticCheckpoints
import Tensors
import TestSupport
import Testing
import Tokenization
import Traces

/// The intermediate tensors of the published implementation, from files of values.
@Suite("Traced vectors") struct TracedVectorTests {
    /// Any: the tokens are the vectors'.
    private static let tokenizer = Result {
        try ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path).tokenizer()
    }

    private static func model(_ checkpoint: Checkpoint, _ name: String) -> TracedModel {
        TracedModel(
            name: name, architecture: TracedArchitecture(.gpt2(checkpoint.weights.shape)),
            integerWeightsHash: checkpoint.integerWeightsHash, files: [],
            tensors: checkpoint.weights.tensors.map { tensor in
                let dimensions =
                    tensor.rows == 1 ? [tensor.columns] : [tensor.rows, tensor.columns]
                return TracedTensor(
                    name: tensor.name, dimensions: dimensions, storedType: "", storedDigest: nil,
                    integersDigest: TensorDigest.parameter(
                        dimensions: dimensions, elements: tensor.elements))
            }, tokenizerDigest: nil)
    }

    @Test(
        "Every traced tensor of the vectors comes out of a file of values.",
        arguments: ["synth-tiny", "synth-small", "synth-extreme"])
    func tensors(model: String) throws {
        let vectors = try Vectors.load("fingerprints").at(model)
        let checkpoint = try SyntheticCheckpoint.load(model, vectors)
        let vector = try vectors.at("cases").elements()[2]
        let challenge = TracedChallenge(
            salt: try vector.at("salt").string(), prompt: try vector.at("prompt").string(),
            tokenIDs: try vector.at("token_ids").integers().map { Int32($0) })
        let expected = try vectors.at("trace_of_case_index_2").elements()
            .map { try $0.elements().map { try $0.string() } }
        #expect(expected.count == 1 + 12 * checkpoint.weights.shape.layerCount)
        let traced = Self.model(checkpoint, model)
        let forms: [EngineForm] = Thoroughness.isThorough ? [.batch, .definition] : [.batch]
        for backend in Thoroughness.isThorough ? Backends.usable : [Backends.usable[0]] {
            let prover = Prover(
                tokenizer: try Self.tokenizer.get(),
                transformer: Transformer(weights: checkpoint.weights, backend: backend))
            for form in forms {
                for tensor in expected {
                    let run = try TracedRun(
                        prover: prover, challenges: [challenge],
                        level: .values(operation: tensor[0]), model: traced,
                        settings: GoldenRun.Settings(threadCount: 1), form: form)
                    let file = try Trace(decoding: run.trace.encoded())
                    var hasher = SHA256Hasher()
                    hasher.update(littleEndian: file.prompts[0].values[...])
                    #expect(
                        hasher.finalized().text == tensor[1],
                        "\(model), \(tensor[0]), \(backend.name), \(form)")
                }
            }
        }
    }
}
