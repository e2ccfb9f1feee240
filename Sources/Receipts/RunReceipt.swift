public import Cryptography

/// A receipt without its signature.
public struct ReceiptBody: Sendable, Equatable {
    /// The task and its results, equal on every honest machine.
    public var run: RunStatement
    /// The machine, the program and the settings, which differ from run to run.
    public var origin: ReceiptOrigin

    public init(run: RunStatement, origin: ReceiptOrigin) {
        self.run = run
        self.origin = origin
    }
}

/// Signed evidence of a run, or of a part of one, which others can check.
///
/// Every value of this type has parts that agree and a valid signature: reading and signing check
/// both. It does not tell whose key that is, nor whether the run was honest.
public struct RunReceipt: Sendable, Equatable {
    public let body: ReceiptBody
    /// The digest that is signed: of all bytes of the file before it.
    public let receiptHash: Digest
    /// The public key, Ed25519, 32 bytes.
    public let publicKey: [UInt8]
    /// The signature, Ed25519, 64 bytes.
    public let signature: [UInt8]

    public var run: RunStatement { body.run }
    public var origin: ReceiptOrigin { body.origin }

    /// For callers that have checked all parts and the signature.
    init(body: ReceiptBody, receiptHash: Digest, publicKey: [UInt8], signature: [UInt8]) {
        self.body = body
        self.receiptHash = receiptHash
        self.publicKey = publicKey
        self.signature = signature
    }
}
