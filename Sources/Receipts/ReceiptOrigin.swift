package import Cryptography

/// The origin of a receipt: one run, or receipts of parts that were merged.
package struct ReceiptOrigin: Sendable, Equatable {
    /// The makers, each once; a single one for one run.
    package var makers: [ReceiptMaker]
    /// The merged parts in the order of the list, without gaps, together the receipt's range; empty
    /// where the receipt is of one run.
    package var parts: [Part]

    /// A receipt that became a part of this one.
    package struct Part: Sendable, Hashable {
        /// The places in the list of the part's prompts.
        package var range: Range<Int>
        /// The place in ``makers`` of the part's maker.
        package var maker: Int
        package var receiptHash: Digest
        /// The key that signed the part, 32 bytes.
        package var publicKey: [UInt8]

        package init(range: Range<Int>, maker: Int, receiptHash: Digest, publicKey: [UInt8]) {
            self.range = range
            self.maker = maker
            self.receiptHash = receiptHash
            self.publicKey = publicKey
        }
    }

    package init(makers: [ReceiptMaker], parts: [Part]) {
        self.makers = makers
        self.parts = parts
    }

    /// The origin of a receipt of one run.
    package init(_ maker: ReceiptMaker) {
        self.init(makers: [maker], parts: [])
    }
}
