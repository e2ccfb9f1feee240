public import Cryptography

/// The origin of a receipt: one run, or receipts of parts that were merged.
public struct ReceiptOrigin: Sendable, Equatable {
    /// The makers, each once; a single one for one run.
    public var makers: [ReceiptMaker]
    /// The merged parts in the order of the list, without gaps, together the receipt's range; empty
    /// where the receipt is of one run.
    public var parts: [Part]

    /// A receipt that became a part of this one.
    public struct Part: Sendable, Hashable {
        /// The places in the list of the part's prompts.
        public var range: Range<Int>
        /// The place in ``makers`` of the part's maker.
        public var maker: Int
        public var receiptHash: Digest
        /// The key that signed the part, 32 bytes.
        public var publicKey: [UInt8]

        public init(range: Range<Int>, maker: Int, receiptHash: Digest, publicKey: [UInt8]) {
            self.range = range
            self.maker = maker
            self.receiptHash = receiptHash
            self.publicKey = publicKey
        }
    }

    public init(makers: [ReceiptMaker], parts: [Part]) {
        self.makers = makers
        self.parts = parts
    }

    /// The origin of a receipt of one run.
    public init(_ maker: ReceiptMaker) {
        self.init(makers: [maker], parts: [])
    }
}
