public import Cryptography

/// A receipt without its signature.
public struct ReceiptBody: Sendable, Equatable {
    /// Equal on every honest machine.
    public var run: RunStatement
    /// Unlike on each.
    public var origin: ReceiptOrigin

    public init(run: RunStatement, origin: ReceiptOrigin) {
        self.run = run
        self.origin = origin
    }
}

/// Signed evidence of a run, or of a part of one, which others can check.
///
/// There is no such value whose parts do not agree or whose signature is not its key's: what reads
/// or makes one sees to it. Whose key that is, and whether the run was honest, it does not say.
public struct RunReceipt: Sendable, Equatable {
    public let body: ReceiptBody
    /// What is signed: of all bytes of the file before it.
    public let receiptHash: Digest
    /// Ed25519, 32 bytes.
    public let publicKey: [UInt8]
    /// Ed25519, 64 bytes.
    public let signature: [UInt8]

    public var run: RunStatement { body.run }
    public var origin: ReceiptOrigin { body.origin }

    /// Only for what has seen that all of it holds.
    init(body: ReceiptBody, receiptHash: Digest, publicKey: [UInt8], signature: [UInt8]) {
        self.body = body
        self.receiptHash = receiptHash
        self.publicKey = publicKey
        self.signature = signature
    }
}
