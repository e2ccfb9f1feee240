internal import GlyphChain

/// The body of `POST /payments`: payments one after another, each of the same length.
package enum PaymentLists {
    package static let path = "/payments"

    /// Nil for bytes that are no list of one payment to as many as a call has.
    package static func payments(_ bytes: [UInt8]) -> [[UInt8]]? {
        let byteCount = HardenedTransaction.byteCount
        guard !bytes.isEmpty, bytes.count % byteCount == 0,
            bytes.count / byteCount <= HardenedNodeLimits.paymentCountMax
        else { return nil }
        return stride(from: 0, to: bytes.count, by: byteCount).map {
            Array(bytes[$0..<$0 + byteCount])
        }
    }
}
