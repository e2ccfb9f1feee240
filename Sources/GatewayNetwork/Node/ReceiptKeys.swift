/// The kind of a message, by which its size is bounded.
enum ReceiptDocumentKind {
    case receipt, batch, vote, settlement
    /// A note, a credit or an ask.
    case request
    /// An order with its prompt.
    case order
}

/// The keys of receipts and of batches.
enum ReceiptKeys {
    /// The members that both parties sign.
    static let payload = [
        "created_at", "gateway_pubkey", "input_tokens", "node_pubkey", "output_tokens", "route",
        "session_id", "wall_time_ms", "network",
    ]
    static let gatewaySignature = "gateway_sig"
    static let nodeSignature = "node_sig"
    /// The id, as the sender claims it.
    static let claimedID = "receipt_id"
    static let receipt = payload + [claimedID, gatewaySignature, nodeSignature]
    static let batch = "receipts"
}
