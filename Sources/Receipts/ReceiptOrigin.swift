public import Cryptography

/// Where a receipt comes from: one run, or receipts of parts that were put together.
public struct ReceiptOrigin: Sendable, Equatable {
    /// Each once; of one run, one.
    public var makers: [ReceiptMaker]
    /// In the order of the list, without gaps, together the receipt's range; empty where the
    /// receipt is of one run.
    public var parts: [Part]

    /// A receipt that became a part of this one.
    public struct Part: Sendable, Hashable {
        /// The places in the list of its prompts.
        public var range: Range<Int>
        /// Which of ``makers`` computed it.
        public var maker: Int
        public var receiptHash: Digest
        /// Who signed it: 32 bytes.
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

    /// One run's.
    public init(_ maker: ReceiptMaker) {
        self.init(makers: [maker], parts: [])
    }
}
