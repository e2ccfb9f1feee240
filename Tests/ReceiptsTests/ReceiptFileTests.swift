import Cryptography
import Encodings
import Receipts
import Testing
import Traces

@Suite("A receipt's file") struct ReceiptFileTests {
    @Test(
        "What was written is read again, byte for byte",
        arguments: [
            SampleReceipt(), SampleReceipt(promptCount: 1, totalCount: 1),
            SampleReceipt(promptCount: 2, first: 1, totalCount: 4),
            SampleReceipt(
                promptCount: 2, totalCount: 2,
                own: [
                    PromptList.Text(salt: "", prompt: "caf\u{e9}\n\u{1F9CA}"),
                    PromptList.Text(salt: "s", prompt: "cafe\u{301}\n\u{1F9CA}"),
                ]),
            SampleReceipt(level: .layers, machine: nil),
        ])
    func roundTrip(sample: SampleReceipt) throws {
        let receipt = try sample.receipt()
        let bytes = receipt.encoded
        let read = try RunReceipt(decoding: bytes)
        #expect(read == receipt)
        #expect(read.encoded == bytes)
        #expect(read.body == sample.body)
        #expect(try sample.receipt().encoded == bytes, "one body and key give one file")
    }

    @Test("The ultimate hash is of a whole list alone; the trace root is of every stretch")
    func hashes() throws {
        let whole = SampleReceipt().run
        #expect(
            whole.ultimateHash == SampleReceipt.digest(whole.prompts.map(\.proof.text).joined()))
        let part = SampleReceipt(promptCount: 2, first: 2, totalCount: 4).run
        #expect(part.ultimateHash == nil)
        #expect(part.traceRoot != whole.traceRoot)
        #expect(
            whole.traceRoot
                == Trace.root(
                    runDigest: whole.runDigest, integersDigest: whole.integersDigest,
                    prompts: whole.prompts.map(\.leaf)))
        #expect(part.prompts == Array(whole.prompts[2...]), "a whole follows from its parts")
    }
}
