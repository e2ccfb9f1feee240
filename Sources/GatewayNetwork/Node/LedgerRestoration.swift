internal import BigInt
internal import Trials

/// Where a ledger stands: what an operator keeps outside the store to know it by.
public struct LedgerPin: Sendable, Equatable {
    public let receiptCount: Int
    /// The chain hash at that count.
    public let head: String
    public let settlementCount: Int
    /// The root of the last epoch that was settled.
    public let anchor: String

    public init(receiptCount: Int, head: String, settlementCount: Int, anchor: String) {
        self.receiptCount = receiptCount
        self.head = head
        self.settlementCount = settlementCount
        self.anchor = anchor
    }
}

/// Makes a ledger of what a store holds.
struct LedgerRestoration {
    let profile: Profile
    let rules: any GatewayRules

    /// Whether a validator's vote takes the place of its earlier ones in the epoch.
    var replacesVotes: Bool {
        profile == .hardened && rules.guards.has(GatewayGuards.voteOnce)
    }

    /// **Throws:** ``Refusal`` by the guard that stopped it.
    func state(
        of content: StoreContent, pin: LedgerPin?, _ meter: inout SignatureMeter
    ) throws(Refusal) -> LedgerState {
        var state = LedgerState(emptyHead: rules.emptyHead)
        let intake = Intake(sender: nil)
        for row in content.rows {
            switch row.kind {
            case .receipt: try restore(receipt: row, &state, &meter, intake)
            case .vote:
                let document = try rules.document(row.bytes, .vote)
                let (vote, snapshot) = try rules.vote(document, state, &meter, intake)
                state.append(vote, of: snapshot, replacesEarlier: replacesVotes)
            case .settlement: try restore(settlement: row, &state)
            }
            if profile == .hardened, let made = state.log.last {
                try rules.guards.require(
                    made == row, GatewayGuards.storedRow,
                    "row \(state.log.count - 1): expected what its bytes make")
            }
        }
        try restore(content.balances, &state)
        if let pin, profile == .hardened { try check(pin, state) }
        return state
    }

    /// A receipt's bytes are judged as a batch's are, of which it may come.
    private func restore(
        receipt row: LogRow, _ state: inout LedgerState, _ meter: inout SignatureMeter,
        _ intake: Intake
    ) throws(Refusal) {
        let document = try rules.document(row.bytes, .batch)
        let made = try rules.receipt(document, row, state, &meter, intake)
        try rules.guards.require(
            made.chainHash.isSame(row.link), GatewayGuards.chainHash,
            "receipt \(made.position): expected the chain hash \(made.chainHash)")
        state.append(made.stored(chainHash: row.link))
    }

    private func restore(settlement row: LogRow, _ state: inout LedgerState) throws(Refusal) {
        let document = try rules.document(row.bytes, .settlement)
        let made = try rules.settlement(document, state)
        // Where no row is compared with what its bytes make, what was paid is believed.
        let isCompared = profile == .hardened && rules.guards.has(GatewayGuards.storedRow)
        let stored = isCompared ? nil : PayoutText.payouts(row.name)
        state.append(
            EpochSettlement(
                bytes: made.bytes, snapshot: made.snapshot, payouts: stored ?? made.payouts))
    }

    private func restore(
        _ balances: [(address: String, amount: BigInt)], _ state: inout LedgerState
    ) throws(Refusal) {
        if profile == .hardened {
            let isSame =
                balances.count == state.balances.count
                && zip(balances, state.balances).allSatisfy {
                    $0.address.isSame($1.address) && $0.amount == $1.amount
                }
            try rules.guards.require(
                isSame, GatewayGuards.storedBalance, "expected what the settlements paid")
        }
        state.replaceBalances(balances)
    }

    /// A ledger may have grown behind the pin, and must be the same up to it.
    private func check(_ pin: LedgerPin, _ state: LedgerState) throws(Refusal) {
        let hasHead =
            (0...state.receipts.count).contains(pin.receiptCount)
            && state.head(receiptCount: pin.receiptCount).isSame(pin.head)
        try rules.guards.require(
            hasHead, GatewayGuards.anchor,
            "expected the chain hash \(pin.head) after \(pin.receiptCount) receipts")
        let hasAnchor =
            pin.settlementCount == 0
            || state.settlements.count >= pin.settlementCount
                && state.settlements[pin.settlementCount - 1].snapshot.root.isSame(pin.anchor)
        try rules.guards.require(
            hasAnchor, GatewayGuards.anchor,
            "expected the root \(pin.anchor) after \(pin.settlementCount) epochs")
    }
}

extension ReceiptEntry {
    /// With the chain hash that is stored, which is the same where the guard stands.
    fileprivate func stored(chainHash: String) -> ReceiptEntry {
        ReceiptEntry(
            position: position, bytes: bytes, id: id, chainHash: chainHash, gateway: gateway,
            node: node, outputTokens: outputTokens)
    }
}
