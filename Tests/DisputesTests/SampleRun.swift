import Cryptography
import Disputes
import Encodings
import Fingerprints
import Traces

/// A run that nobody ran, of a model that is none.
struct SampleRun {
    var architecture = TracedArchitecture(
        norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 1,
        width: 64, headCount: 1, headWidth: 64, hiddenWidth: 256, vocabularyCount: 300,
        contextTokenCount: 32)
    var otherTensors: [String] = []
    var otherProofs: [Int] = []
    var tokenIDs = (0..<4).map { (0..<Int32(5 + $0)).map { $0 * 11 } }
    var backend = "portable"
    var threadCount = 2
    var merges = "merges"
    var modelFolder = "Models/one of mine"

    /// In byte-wise order of their names, which is not the model's.
    private static let tensors = [
        ("h.0.attn.c_attn.w", [64, 192]), ("h.0.ln_1.b", [64]), ("wpe", [32, 64]),
        ("wte", [300, 64]),
    ]

    func with(_ change: (inout SampleRun) -> Void) -> SampleRun {
        var copy = self
        change(&copy)
        return copy
    }

    private func digest(_ text: String) -> Digest { Digests.sha256(text.utf8) }

    private var tokenizerFiles: [TracedFile] {
        [
            TracedFile(name: "vocab.json", byteCount: 10, digest: digest("vocabulary")),
            TracedFile(name: "merges.txt", byteCount: 20, digest: digest(merges)),
        ]
    }

    var run: RunFile {
        let tensors = Self.tensors.map { name, dimensions in
            let kind = otherTensors.contains(name) ? "other" : "usual"
            return TracedTensor(
                name: name, dimensions: dimensions, storedType: "F32",
                storedDigest: name == "wpe" ? nil : digest("\(name) \(kind) stored"),
                integersDigest: digest("\(name) \(kind)"))
        }
        return RunFile(
            model: TracedModel(
                name: "mine", architecture: architecture,
                integerWeightsHash: digest(otherTensors.joined()).text,
                files: [TracedFile(name: "model.h5", byteCount: 0, digest: digest("file"))],
                tensors: tensors, tokenizerDigest: TracedFile.jointDigest(of: tokenizerFiles)),
            modelFolder: modelFolder, tokenizerFiles: tokenizerFiles,
            prompts: tokenIDs.enumerated().map { place, ids in
                let kind = otherProofs.contains(place) ? "other" : "usual"
                return RunFile.Prompt(tokenIDs: ids, proof: digest("proof \(place) \(kind)"))
            },
            settings: RunFile.Settings(
                backend: backend, threadCount: threadCount, batchPromptCount: 8,
                sharesPrefixes: false, stopsEarly: true),
            provenance: .object([
                JSONMember("version", .string("0.2.0")), JSONMember("threads", .integer(2)),
            ]))
    }

    /// The file's text.
    var text: String { run.json.prettyText + "\n" }
}
