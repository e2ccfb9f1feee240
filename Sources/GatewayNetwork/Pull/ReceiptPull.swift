internal import Trials

/// A request for the receipts of a ledger behind a position, by somebody who knows the chain hash
/// there: who follows a ledger sees each of its receipts once, in its order.
struct ReceiptPull {
    static let keys = ["count", "from", "head", "network"]

    /// The positions that are asked for, as far as there are receipts.
    let range: Range<Int>

    /// **Throws:** ``Refusal`` by the guard that stopped it.
    init(
        _ bytes: [UInt8], _ rules: HardenedRules, receiptCount: Int,
        head: (_ receiptCount: Int) -> String
    ) throws(Refusal) {
        let guards = rules.guards
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.messageByteCountMax, guards: guards)
        let fields = try HardenedFields(document, Self.keys, guards)
        let known = try fields.text("head")
        // Without the guard, the whole ledger can be asked for at once.
        let isBounded = guards.has(GatewayGuards.pullRange)
        let count = try fields.integer(
            "count", from: isBounded ? 1 : 0,
            to: isBounded ? GatewayLimits.batchCountMax : GatewayLimits.countMax,
            GatewayGuards.pullRange)
        let first = try fields.integer("from", from: 0, to: receiptCount, GatewayGuards.pullRange)
        try rules.checkNetwork(fields)
        try guards.require(
            known.isSame(head(first)), GatewayGuards.pullHead,
            "expected the chain hash \(head(first)) after \(first) receipts")
        range = first..<min(receiptCount, first + count)
    }
}
