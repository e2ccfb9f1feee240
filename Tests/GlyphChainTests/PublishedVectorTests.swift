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

    private func verifier(clock: PythonValue, guards: Guards = .all) throws -> PublishedVerifier {
        guard case .integer(let seconds) = clock else { throw VectorError.notAn("integer", "") }
        return try PublishedVerifier(
            proofs: Self.prover.get(), clockSeconds: Int(seconds),
            guards: guards)
    }

    private func text(_ value: PythonValue) throws -> String { try value.requiredText().shown }

    @Test("The chain mined by the published node is accepted, with its balances, work and tip")
    func honest() throws {
        let vector = try Self.vector("chain_synth_tiny")
        let judgement = try verifier(clock: vector.member("clock_at_verification"))
            .judgement(of: vector.member("chain"))
        #expect(judgement.refusals == [])
        #expect(judgement.height == 23)
        #expect(try judgement.tip == text(vector.member("tip")))
        #expect(try judgement.work == BigInt(text(vector.member("chain_work"))))
        guard case .dictionary(let balances) = try vector.member("balances") else {
            throw VectorError.notAn("dict", "")
        }
        #expect(judgement.accounts.count == balances.count)
        for account in judgement.accounts {
            let expected = try #require(try balances[account.owner.requiredText()])
            #expect(expected.equals(.number(account.balance)))
        }
    }

    @Test("26 variants: the published node's errors, economics and verdicts")
    func cases() throws {
        let vector = try Self.vector("chain_cases")
        let verifier = try verifier(clock: vector.member("clock"))
        let money = [
            PublishedGuards.coinbase, PublishedGuards.secondCoinbase, PublishedGuards.signature,
            PublishedGuards.amount, PublishedGuards.nonce, PublishedGuards.balance,
        ]
        var count = 0
        for one in try vector.member("cases").elements() {
            let name = try text(one.member("name"))
            let judgement = try verifier.judgement(of: one.member("chain"))
            let errors = try one.member("block_errors").elements().map(text)
            #expect(
                judgement.refusals.filter { !money.contains($0.by) }.map(\.message) == errors,
                "\(name)")
            #expect(
                try judgement.refusals.contains { money.contains($0.by) }
                    != one.member("economics_hold").isTrue, "\(name)")
            #expect(try judgement.isAccepted == one.member("accepted").isTrue, "\(name)")
            count += 1
        }
        #expect(count == 26)
    }

    @Test("3,000 blocks as peers might send them: accepted, refused or died of, each as published")
    func differential() throws {
        let url = Vectors.house.appending(path: "Goldens/vectors/chain_differential.json")
        let vector = try Self.document(url)
        let base = try Self.vector("chain_synth_tiny").member("chain").elements()
        let verifier = try verifier(clock: vector.member("clock"))
        let cases = try vector.member("cases").elements()
        let verdicts = try Threads.map(count: cases.count, threadCount: Machine.coreCount) {
            index in
            guard case .integer(let height) = try cases[index].member("height") else {
                throw VectorError.notAn("integer", "")
            }
            let block = try PythonJSONParser.parse(
                cases[index].member("block_text").requiredText().utf8(), byteCountMax: 1 << 20)
            let judgement = verifier.judgement(of: .list(base[..<Int(height)] + [block]))
            return judgement.isCrash ? "crash" : judgement.isAccepted ? "accept" : "reject"
        }
        var counts = ["accept": 0, "reject": 0, "crash": 0]  // looked up, never iterated
        for (verdict, one) in zip(verdicts, cases) {
            let expected = try text(one.member("verdict"))
            let kind = try text(one.member("kind"))
            #expect(verdict == expected, "\(kind)")
            if verdict == expected { counts[expected]! += 1 }
        }
        let (accepted, refused, died) = (counts["accept"]!, counts["reject"]!, counts["crash"]!)
        print("as the published node: \(accepted) accepted, \(refused) refused, \(died) died of")
        #expect(accepted + refused + died == 3000)
    }

    @Test("A node with a store says of the same 3,000 blocks what the judgement of a chain says")
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
