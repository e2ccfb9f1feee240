internal import Scenarios

/// A question of a script's about a gateway.
package enum GatewayQuestion: StepOperation {
    case head
    /// Bytes that the ledger holds.
    case entry(kind: GatewayOperation.Kind, index: Int)
    /// The balance of a node's name, or of an address.
    case account(of: String)
    /// The snapshot of an epoch as every gateway computes it; of all receipts for nil.
    case snapshot(epoch: Int, total: Int, receiptCount: Int?)
    case tallies
    case peers
}
