package import Cryptography

/// A receipt without its signature.
package struct ReceiptBody: Sendable, Equatable {
    /// The task and its results, equal on every honest machine.
    package var run: RunStatement
    /// The machine, the program and the settings, which differ from run to run.
    package var origin: ReceiptOrigin

    package init(run: RunStatement, origin: ReceiptOrigin) {
        self.run = run
        self.origin = origin
    }
}

/// Signed evidence of a run, or of a part of one, which others can check.
///
/// Every value of this type has parts that agree and a valid signature: reading and signing check
/// both. It does not tell whose key that is, nor whether the run was honest.
package struct RunReceipt: Sendable, Equatable {
    package let body: ReceiptBody
    /// The digest that is signed: of all bytes of the file before it.
    package let receiptHash: Digest
    /// The public key, Ed25519, 32 bytes.
    package let publicKey: [UInt8]
    /// The signature, Ed25519, 64 bytes.
    package let signature: [UInt8]

    package var run: RunStatement { body.run }
    package var origin: ReceiptOrigin { body.origin }

    /// For callers that have checked all parts and the signature.
    init(body: ReceiptBody, receiptHash: Digest, publicKey: [UInt8], signature: [UInt8]) {
        self.body = body
        self.receiptHash = receiptHash
        self.publicKey = publicKey
        self.signature = signature
    }
}
