internal import Cryptography

/// Makes validators' signatures of batches.
package enum PartialSigning {
    /// Golden-bearing: Ed25519 over the batch's id in hex, in the domain of proposals.
    ///
    /// - Parameter id: in hex.
    /// **Result:** in base64.
    package static func signature(ofBatch id: String, by signer: ReceiptIdentity) -> String {
        signer.signature(of: HardenedDomain.proposal.message(id.bytes))
    }
}
