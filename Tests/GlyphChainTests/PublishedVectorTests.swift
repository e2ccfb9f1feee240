import BigInt
import Chains
import Checkpoints
import Cryptography
import Encodings
import Fingerprints
import Foundation
import GlyphChain
import Inference
import Platform
import Proving
import PythonValues
import Synchronization
import Tensors
import TestSupport
import Testing
import Tokenization
import Trials

/// The published chain's verdicts against those of the published node.
@Suite(
    "The published chain",
    .enabled(if: Vectors.gpt2Tokenizer != nil, "\(Vectors.gpt2TokenizerMissing)")
)
struct PublishedVectorTests {
    private static let prover = Result {
        let folder = try TemporaryFolder()
        let model = try SyntheticModel(
            seed: "synth-tiny",
            shape: TransformerShape(
                layerCount: 2, width: 128, headCount: 2, vocabularyCount: 50257,
                contextTokenCount: 1024), isWide: false)
        try model.write(toFolder: folder.path)
        let checkpoint = try Checkpoint.load(folder: folder.path)
        let tokenizer = try ModelFolder(path: #require(Vectors.gpt2Tokenizer).path).tokenizer()
        return Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0]))
    }

    private static func document(_ url: URL) throws -> PythonValue {
        try PythonJSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
    }

    private static func vector(_ name: String) throws -> PythonValue {
        try document(Vectors.house.appending(path: "Goldens/vectors/\(name).json"))
    }

    private func text(_ value: PythonValue) throws -> String { try value.requiredText().shown }

    @Test("A node with a store says of 3,000 hostile blocks what the published node says")
    func differentialNode() throws {
        let vector = try Self.document(
            Vectors.house.appending(path: "Goldens/vectors/chain_differential.json"))
        guard case .integer(let clock) = try vector.member("clock") else {
            throw VectorError.notAn("integer", "")
        }
        let rules = PublishedRules(
            proofs: RememberedProofs(try Self.prover.get()), weightsHash: Digests.sha256([]))
        let base = try Self.vector("chain_synth_tiny").member("chain").elements()
            .map(rules.bytes(of:))
        var node = try SmallChains.node(rules)
        var (isBase, agreed) = (true, 0)
        for one in try vector.member("cases").elements() {
            guard case .integer(let height) = try one.member("height") else {
                throw VectorError.notAn("integer", "")
            }
            if !isBase || node.height != Int(height) - 1 {
                node = try SmallChains.node(rules)
                _ = try node.submit(Array(base[1..<Int(height)]), clockSeconds: Int(clock))
            }
            let block = try one.member("block_text").requiredText().utf8()
            let submission = try node.submit([block], clockSeconds: Int(clock)).submissions[0]
            isBase = !submission.isTaken
            let isCrash = submission.refusals.contains { $0.by == PublishedGuards.verifierCrash }
            let verdict = isCrash ? "crash" : submission.isTaken ? "accept" : "reject"
            let expected = try text(one.member("verdict"))
            let kind = try text(one.member("kind"))
            #expect(verdict == expected, "\(kind)")
            agreed += verdict == expected ? 1 : 0
        }
        print("a node with a store: \(agreed) of 3000 as the published node")
        #expect(agreed == 3000)
    }
}

/// Proofs that are computed once.
private final class RememberedProofs: ProofSource {
    private let source: any ProofSource
    private let answers = Mutex<[ProofQuestion: Result<String, NoProof>]>([:])

    init(_ source: any ProofSource) {
        self.source = source
    }

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        let question = ProofQuestion(salt: salt, prompt: prompt)
        if let answer = answers.withLock({ $0[question] }) { return try answer.get() }
        let answer = source.proofHashes([question])[0]
        answers.withLock { $0[question] = answer }
        return try answer.get()
    }
}
