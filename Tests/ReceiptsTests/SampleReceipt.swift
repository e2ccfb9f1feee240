import Cryptography
import Encodings
import Receipts
import Traces

/// A receipt of a run that nobody ran.
struct SampleReceipt {
    var promptCount = 4
    var first = 0
    var totalCount = 4
    var own: [PromptList.Text]?
    var level = TraceLevel.operations
    var weights = "weights"
    var otherProofs: [Int] = []
    var otherRecords: [Int] = []
    var otherInputs: [Int] = []
    var model = "m\u{fc}hle"
    var machine: String? = "first"
    var seed: UInt8 = 7

    func with(_ change: (inout SampleReceipt) -> Void) -> SampleReceipt {
        var copy = self
        change(&copy)
        return copy
    }

    static func digest(_ text: String) -> Digest { Digests.sha256(text.utf8) }

    var key: Ed25519PrivateKey { Ed25519PrivateKey(seed: [UInt8](repeating: seed, count: 32)) }

    var run: RunStatement {
        RunStatement(
            level: level,
            architecture: TracedArchitecture(
                norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 4,
                width: 128, headCount: 2, headWidth: 64, hiddenWidth: 512, vocabularyCount: 3072,
                contextTokenCount: 256),
            integerWeightsHash: Self.digest(weights),
            integersDigest: Self.digest("integers of \(weights)"),
            runDigest: Self.digest("run of \(weights) at \(level.text)"),
            list: PromptList(
                source: own.map { .own($0) } ?? .receipt, first: first, totalCount: totalCount),
            prompts: (first..<first + promptCount).map { place in
                ReceiptPrompt(
                    input: Self.digest(
                        "input \(place) \(otherInputs.contains(place))"),
                    recordsRoot: Self.digest(
                        "records \(place) \(level.text) \(weights) "
                            + "\(otherRecords.contains(place))"),
                    proof: Self.digest(
                        "proof \(place) \(weights) \(otherProofs.contains(place))"))
            })
    }

    var maker: ReceiptMaker {
        ReceiptMaker(
            model: model,
            files: [
                TracedFile(
                    name: "model.safetensors", byteCount: 1_234_567,
                    digest: Self.digest("file"))
            ], storedDigest: Self.digest("stored"), tokenizerDigest: Self.digest("tokenizer"),
            unicodeVersion: "16.0.0",
            work: ReceiptMaker.Work(
                engine: "batch", backend: "portable", threadCount: 2, batchPromptCount: 8,
                sharesPrefixes: false),
            program: ReceiptMaker.Program(
                version: "0.2.0", commit: nil, hasChanges: true, build: "debug",
                compiler: "Swift 6.3"),
            machine: ReceiptMaker.Machine(
                name: machine, architecture: "x86_64", system: "Linux \"12\"", processor: nil,
                features: ["avx2", "fma"], kernels: ["reference", "portable"], openBLAS: nil))
    }

    var body: ReceiptBody { ReceiptBody(run: run, origin: ReceiptOrigin(maker)) }

    func receipt() throws -> RunReceipt { try RunReceipt(signing: body, by: key) }

    /// The file's text.
    func text() throws -> String { String(decoding: try receipt().encoded, as: UTF8.self) }
}
