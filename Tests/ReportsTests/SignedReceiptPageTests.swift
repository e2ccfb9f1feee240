import Cryptography
import Encodings
import Fingerprints
import Receipts
import Reports
import Testing
import Traces

@Suite("Signed receipts in the lab's report") struct SignedReceiptPageTests {
    private static func digest(_ text: String) -> Digest { Digests.sha256(text.utf8) }

    private static let proofs = (0..<3).map { digest("proof \($0)") }

    private static func receipt(machine: String) throws -> [UInt8] {
        let run = RunStatement(
            level: .layers,
            architecture: TracedArchitecture(
                norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 4,
                width: 128, headCount: 2, headWidth: 64, hiddenWidth: 512, vocabularyCount: 3072,
                contextTokenCount: 256),
            integerWeightsHash: digest("weights"), integersDigest: digest("integers"),
            runDigest: digest("run"),
            list: PromptList(source: .receipt, first: 0, totalCount: proofs.count),
            prompts: proofs.enumerated().map { place, proof in
                ReceiptPrompt(
                    input: digest("input \(place)"), recordsRoot: digest("records \(place)"),
                    proof: proof)
            })
        let maker = ReceiptMaker(
            model: "a model", files: [], storedDigest: digest("stored"),
            tokenizerDigest: digest("tokenizer"), unicodeVersion: "16.0.0",
            work: ReceiptMaker.Work(
                engine: "batch", backend: "portable", threadCount: 2, batchPromptCount: 8,
                sharesPrefixes: false),
            program: ReceiptMaker.Program(
                version: "0.2.0", commit: nil, hasChanges: nil, build: "debug",
                compiler: "Swift 6.3"),
            machine: ReceiptMaker.Machine(
                name: machine, architecture: "x86_64", system: "Linux", processor: nil,
                features: [], kernels: ["portable"], openBLAS: nil))
        let body = ReceiptBody(run: run, origin: ReceiptOrigin(maker))
        let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32))
        return Array(try RunReceipt(signing: body, by: key).encoded)
    }

    @Test("Two signed receipts are read, told with their hash, and compared with each other")
    func page() throws {
        let files = try ["first", "second"].map {
            try EvidenceFile(bytes: Self.receipt(machine: $0), name: "\($0).receipt")
        }
        let page = try LabEvidence(files, goldens: []).html(SampleSuite.provenance())
        let hash = GoldenPrompts.ultimateHash(Self.proofs.map(\.text)).prefix(12)
        #expect(page.contains("not compared: \(hash), 3 prompts"))
        let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32)).publicKey
        let row =
            #"<tr><th scope="row">second.receipt</th><td class="hash">"# + Hexadecimal.text(of: key)
            + "</td>"
        #expect(page.contains(row))
        #expect(page.contains("A: first.receipt") && page.contains("B: second.receipt"))
        #expect(page.contains(#"class="is v-held">match</td>"#))
    }

    @Test("A signed receipt of which one byte is another is refused")
    func changed() throws {
        var bytes = try Self.receipt(machine: "first")
        let text = String(decoding: bytes, as: UTF8.self)
        bytes = Array(text.replacing("portable", with: "portably").utf8)
        #expect(throws: EvidenceError.self) {
            _ = try EvidenceFile(bytes: bytes, name: "first.receipt")
        }
    }
}
