import BigInt
import Conformance
import Cryptography
import Foundation
import GatewayConformance
import GatewayNetwork
import PythonValues
import Testing

@Suite("Mint batches and partial signatures, against a reference")
struct MintVectorTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    private static let root = "f4cee9432566e6a4c4311d2919e0bfea2831bd6577e223aa2e64e1b793cbc61b"

    @Test("Two batches of one root, and a validator's signature of the first")
    func golden() {
        let id = MintBatch.id(root: Self.root, index: 0).text
        #expect(id == "c816d86753c2d0911bcfc6cd643fe671c78693a17467e5a89518eeeb7b509f19")
        #expect(
            MintBatch.id(root: Self.root, index: 1).text
                == "4512323275c5e37785966bc7953dd26e571d272593fb199a548a9b5d08d62821")
        let signer = ReceiptIdentity(
            privateSeed: Digests.sha256("receipts/key/validator-a".utf8).bytes)
        #expect(
            PartialSigning.signature(ofBatch: id, by: signer)
                == "QA98QbCe+KzbWWtl0IMmI3nilFr6z8mqapVvccallJxIsIjM+/IBNJsBIHxh7tN5lUkpbWtng+6F"
                + "tPAvedMLDg==")
    }

    @Test("Batches of 100 cover all payouts once, in order")
    func cover() {
        for count in [0, 1, 99, 100, 101, 250, 1_024] {
            let payouts = (0..<count).map { Payout(node: "\($0)", address: "", amount: 1) }
            let batchCount = MintBatch.count(payoutCount: count)
            let all = (0..<batchCount).flatMap { MintBatch.payouts(payouts, index: $0) }
            #expect(all == payouts)
            #expect(MintBatch.payouts(payouts, index: batchCount).isEmpty)
            #expect(MintBatch.payouts(payouts, index: -1).isEmpty)
        }
    }

    @Test(
        "Every batch of the reference's file is equal",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func vectors() throws {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "receipts/hardened.json")
        let value = try PythonJSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: .max)
        guard case .dictionary(let document) = value else {
            Issue.record("expected an object")
            return
        }
        let outcomes = try MintBatchVectors.outcomes(of: document.vectorDocument)
        #expect(outcomes.count == 40)
        for outcome in outcomes where outcome.kind != .equal {
            Issue.record("\(outcome.index): \(outcome.kind)")
        }
    }
}
