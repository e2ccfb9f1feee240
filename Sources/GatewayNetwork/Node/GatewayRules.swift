internal import BigInt
internal import PythonValues
internal import Trials

/// What is asked of what comes in. Rules read and judge; ``GatewaySystem`` keeps.
protocol GatewayRules: Sendable {
    var guards: Guards { get }
    /// Of a ledger without receipts.
    var emptyHead: String { get }

    func document(_ bytes: [UInt8], _ kind: ReceiptDocumentKind) throws(Refusal) -> ReceiptDocument

    func receipt(
        _ document: ReceiptDocument, _ stored: LogRow?, _ state: LedgerState,
        _ meter: inout SignatureMeter, _ intake: Intake
    ) throws(Refusal) -> ReceiptEntry

    func batch(_ document: ReceiptDocument) throws(Refusal) -> [PythonValue]

    /// With the snapshot that it is for, where that was computed.
    func vote(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ intake: Intake
    ) throws(Refusal) -> (vote: VoteEntry, snapshot: EpochSnapshot?)

    func settlement(
        _ document: ReceiptDocument, _ state: LedgerState
    ) throws(Refusal) -> EpochSettlement

    /// What an epoch would pay; nil where it has no such receipts.
    func snapshot(
        epoch: String, receiptCount: Int, total: BigInt, _ state: LedgerState
    ) throws(Refusal) -> EpochSnapshot?
}

enum ReceiptDocumentKind {
    case receipt, batch, vote, settlement
}

/// The keys of what is sent.
enum ReceiptKeys {
    /// What both parties sign, but for the hardened network.
    static let payload = [
        "created_at", "gateway_pubkey", "input_tokens", "node_pubkey", "output_tokens", "route",
        "session_id", "wall_time_ms",
    ]
    static let gatewaySignature = "gateway_sig"
    static let nodeSignature = "node_sig"
    /// What a sender says the id is.
    static let claimedID = "receipt_id"
    static let batch = "receipts"
}
