internal import BigInt
internal import PythonValues
internal import Trials

/// The rules of a profile: they read and judge messages; ``GatewaySystem`` keeps the state.
protocol GatewayRules: Sendable {
    var guards: Guards { get }
    /// The state of a gateway that has taken nothing.
    var emptyState: LedgerState { get }

    func document(_ bytes: [UInt8], _ kind: ReceiptDocumentKind) throws(Refusal) -> ReceiptDocument

    func receipt(
        _ document: ReceiptDocument, _ stored: LogRow?, _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> ReceiptEntry

    func batch(_ document: ReceiptDocument) throws(Refusal) -> [PythonValue]

    /// The vote, with the snapshot that it is for; nil if that was not computed.
    func vote(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> (vote: VoteEntry, snapshot: EpochSnapshot?)

    func settlement(
        _ document: ReceiptDocument, _ state: LedgerState
    ) throws(Refusal) -> EpochSettlement

    /// The snapshot of an epoch; nil if the epoch cannot have so many receipts, or so many notes.
    func snapshot(
        epoch: String, receiptCount: Int, notes: Int, total: BigInt, _ state: LedgerState
    ) throws(Refusal) -> EpochSnapshot?
}

enum ReceiptDocumentKind {
    case receipt, batch, vote, settlement
    /// A note, a credit or an ask.
    case request
    /// An order with its prompt.
    case order
}

/// The keys of receipts and of batches.
enum ReceiptKeys {
    /// The keys of the members that both parties sign; `hardened` adds `network`.
    static let payload = [
        "created_at", "gateway_pubkey", "input_tokens", "node_pubkey", "output_tokens", "route",
        "session_id", "wall_time_ms",
    ]
    static let gatewaySignature = "gateway_sig"
    static let nodeSignature = "node_sig"
    /// The id, as the sender claims it.
    static let claimedID = "receipt_id"
    static let batch = "receipts"
}
