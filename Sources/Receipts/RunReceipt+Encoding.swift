package import Cryptography
internal import Encodings

extension RunReceipt {
    /// Signs a receipt of this body.
    ///
    /// **Determinism:** one body and one key give one file.
    ///
    /// **Throws:** ``ReceiptError`` where ``init(decoding:)`` would refuse the file or read another
    /// receipt from it, so that every written receipt can be read.
    package init(signing body: ReceiptBody, by key: Ed25519PrivateKey) throws(ReceiptError) {
        let hash = Digests.sha256(ReceiptForm.hashedBytes(body))
        let receipt = RunReceipt(
            body: body, receiptHash: hash, publicKey: key.publicKey,
            signature: key.signature(of: Self.signedMessage(hash)))
        guard try RunReceipt(decoding: receipt.encoded) == receipt else {
            throw .unwritable(
                expected: "what a file has places for", got: "more, which a file would lose")
        }
        self = receipt
    }

    /// The receipt's file.
    package var encoded: [UInt8] {
        ReceiptForm.hashedBytes(body)
            + ReceiptForm.tail(
                receiptHash: receiptHash.text, key: Hexadecimal.text(of: publicKey),
                signature: Hexadecimal.text(of: signature))
    }

    /// The message that the key signs: the domain, then the hash's 32 bytes.
    static func signedMessage(_ receiptHash: Digest) -> [UInt8] {
        Array(ReceiptForm.signatureDomain.utf8) + receiptHash.bytes
    }
}
