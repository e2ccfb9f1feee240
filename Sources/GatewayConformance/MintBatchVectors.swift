internal import BigInt
package import Conformance
internal import Cryptography
internal import Encodings
internal import GatewayNetwork

/// The mint batches of the hardened network: of each snapshot the sizes and ids of its batches, and
/// a validator's signature of the first.
package enum MintBatchVectors {
    /// The outcome of each of the file's `batches`.
    ///
    /// **Throws:** ``VectorFormError``.
    package static func outcomes(
        of document: VectorValue
    ) throws(VectorFormError) -> [VectorOutcome] {
        let signer = ReceiptIdentity(
            privateSeed: Digests.sha256("receipts/key/validator-a".utf8).bytes)
        var outcomes: [VectorOutcome] = []
        for one in try document.member("batches").elements() {
            let root = try one.member("root").string()
            let payoutCount = try one.member("payouts").int()
            let payouts = [Payout](
                repeating: Payout(node: "", address: "", amount: 1),
                count: max(0, min(payoutCount, GatewayLimits.nodeCountMax)))
            let batches = 0..<MintBatch.count(payoutCount: payouts.count)
            var got = batches.map {
                "\(MintBatch.payouts(payouts, index: $0).count) "
                    + MintBatch.id(root: root, index: $0).text
            }
            got.append(
                PartialSigning.signature(
                    ofBatch: MintBatch.id(root: root, index: 0).text, by: signer))
            var expected: [String] = []
            for (size, id) in zip(
                try one.member("sizes").elements(), try one.member("ids").elements())
            {
                expected.append("\(try size.int()) \(try id.string())")
            }
            expected.append(
                try one.member("partial_signature_of_first_by_validator_a").string())
            outcomes.append(
                VectorOutcome(
                    index: "batches \(try one.member("n").int())",
                    expected: expected.joined(separator: ", "),
                    got: got.joined(separator: ", ")))
        }
        return outcomes
    }
}
