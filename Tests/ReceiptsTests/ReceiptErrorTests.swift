import Cryptography
import Encodings
import Receipts
import TestSupport
import Testing
import Traces

@Suite("What a reader of receipts refuses") struct ReceiptErrorTests {
    private func error(_ bytes: [UInt8]) -> ReceiptError? {
        do throws(ReceiptError) {
            _ = try RunReceipt(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func error(_ old: String, _ new: String) throws -> ReceiptError? {
        let text = try SampleReceipt().text()
        try #require(text.contains(old))
        return error(Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
    }

    @Test("A file that is too large is refused before it is read")
    func tooLarge() {
        let bytes = [UInt8](repeating: 0x20, count: ReceiptLimits.byteCountMax + 1)
        #expect(
            error(bytes)
                == .tooLarge(
                    limitByteCount: ReceiptLimits.byteCountMax, gotByteCount: bytes.count))
    }

    @Test("What is no JSON, and a member twice, are told by their place")
    func notJSON() throws {
        #expect(error([]) == .notJSON(.unexpectedEnd(offset: 0, expected: "a value")))
        let doubled = try error(#""protocol":"v4","#, #""protocol":"v4","protocol":"v4","#)
        guard case .notJSON(.duplicateKey(_, "protocol"))? = doubled else {
            Issue.record("\(String(describing: doubled))")
            return
        }
    }

    @Test(
        "A member of another form, or out of its bounds, is named",
        arguments: [
            (#""format":"glyphlab receipt 1""#, #""format":"glyphlab receipt 2""#, "format"),
            (#""protocol":"v4""#, #""protocol":"v3""#, "run.protocol"),
            (#""profile":"published""#, #""profile":"own""#, "run.profile"),
            (#""level":"operations""#, #""level":"values=embed""#, "run.level"),
            (#""list":"receipt""#, #""list":"other""#, "run.range.list"),
            (#""total":4"#, #""total":65537"#, "run.range.total"),
            (#""total":4"#, #""total":3"#, "run.range.count"),
            (#""first":0"#, #""first":4"#, "run.range.first"),
            (#""count":4"#, #""count":0"#, "run.range.count"),
            (#""count":4"#, #""count":3"#, "run.prompts"),
            (#""own_prompts":null"#, #""own_prompts":[]"#, "run.own_prompts"),
            (#""layers":4"#, #""layers":0"#, "run.architecture.layers"),
            (#""norm":"layer_norm""#, #""norm":"layer norm""#, "run.architecture.norm"),
            (#""threads":2"#, #""threads":0"#, "made_by.makers[0].threads"),
            (#""bytes":1234567"#, #""bytes":-1"#, "made_by.makers[0].files[0].bytes"),
            (#""commit":null"#, #""commit":7"#, "made_by.makers[0].commit"),
            (#""has_changes":true"#, #""has_changes":1"#, "made_by.makers[0].has_changes"),
            (#""features":["avx2","#, #""features":["","#, "made_by.makers[0].features[0]"),
            (#""parts":[]"#, #""parts":[[0,4,0]]"#, "made_by.parts[0]"),
            (#""parts":[]"#, #""pieces":[]"#, "made_by"),
            (#""signature":""#, #""signature":"F"#, "signature"),
        ])
    func member(old: String, new: String, path: String) throws {
        guard case .member(let failure)? = try error(old, new) else {
            Issue.record("\(old) as \(new)")
            return
        }
        #expect(failure.path == path, "\(failure)")
    }

    @Test("The same content in other bytes is refused")
    func form() throws {
        let text = try SampleReceipt().text()
        for other in [
            text + "\n", String(text.dropLast()), " " + text,
            text.replacing("\"level\"", with: "\"le\\u0076el\""),
            text.replacing("m\\u00fchle", with: "m\u{fc}hle"),
            text.replacing(",\"key\"", with: ", \"key\""),
        ] {
            let error = error(Array(other.utf8))
            guard case .form? = error else {
                Issue.record("\(other.prefix(40)): \(String(describing: error))")
                continue
            }
        }
    }

    @Test("Digests that do not agree are refused before any signature is looked at")
    func inconsistent() throws {
        var forged = try ForgedReceipt(SampleReceipt().receipt().encoded)
        forged.signature = String(repeating: "0", count: 128)
        func what(_ change: (inout ForgedReceipt) -> Void) -> String? {
            var copy = forged
            change(&copy)
            guard case .inconsistent(let what, _, _)? = error(copy.bytes) else { return nil }
            return what
        }
        #expect(what { $0.changeDigest(prompt: 1, part: 0, digit: 3) } == "run.trace_root")
        #expect(what { $0.changeDigest(prompt: 1, part: 1, digit: 3) } == "run.trace_root")
        #expect(what { $0.changeDigest(prompt: 1, part: 2, digit: 3) } == "run.ultimate_hash")
        #expect(what { $0.setTotal(5) } == "run.ultimate_hash")
        #expect(
            what { $0.receiptHash = String(repeating: "0", count: 64) } == "receipt_hash")
        // All agree, and the signature is of another.
        #expect(
            error(forged.bytes)
                == .signature(publicKey: Hexadecimal.text(of: SampleReceipt().key.publicKey)))
    }

    @Test("Parts that overlap, leave gaps or name no maker are refused")
    func parts() throws {
        let sample = SampleReceipt()
        func refusal(_ ranges: [(Int, Int, Int)], makers: Int = 1) -> String? {
            var body = sample.body
            body.origin.makers = (0..<makers).map { number in
                sample.with { $0.model = "\(number)" }.maker
            }
            body.origin.parts = ranges.map { first, count, maker in
                ReceiptOrigin.Part(
                    range: first..<first + count, maker: maker,
                    receiptHash: SampleReceipt.digest("part"), publicKey: sample.key.publicKey)
            }
            do throws(ReceiptError) {
                _ = try RunReceipt(signing: body, by: sample.key)
                return nil
            } catch {
                guard case .inconsistent(let what, _, _) = error else { return "\(error)" }
                return what
            }
        }
        #expect(refusal([(0, 2, 0), (2, 2, 0)]) == nil)
        #expect(refusal([(0, 2, 0), (2, 2, 1)], makers: 2) == nil)
        #expect(refusal([(0, 2, 0), (3, 1, 0)]) == "made_by.parts[1]")
        #expect(refusal([(0, 3, 0), (2, 2, 0)]) == "made_by.parts[1]")
        #expect(refusal([(0, 2, 0)]) == "made_by.parts")
        #expect(refusal([(0, 4, 1)]) == "made_by.parts[0]")
        #expect(refusal([(0, 4, 0)], makers: 2) == "made_by.makers[1]")
        #expect(refusal([], makers: 2) == "made_by.makers")
    }

    @Test("A receipt that a file has no place for is not signed")
    func unwritable() throws {
        var long = SampleReceipt()
        long.model = String(repeating: "m", count: 4097)
        #expect(throws: ReceiptError.self) { try long.receipt() }
        let other = SampleReceipt(promptCount: 1, totalCount: 1, own: [])
        #expect(throws: ReceiptError.self) { try other.receipt() }
    }
}
