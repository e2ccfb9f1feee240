internal import BigInt
internal import Encodings
internal import Trials

/// Makes a ledger of a store's content.
struct LedgerRestoration {
    let rules: HardenedRules

    /// **Throws:** ``Refusal`` by the guard that stopped it.
    func state(
        of content: StoreContent, anchor: LedgerAnchor?, _ meter: inout SignatureMeter
    ) throws(Refusal) -> LedgerState {
        var state = rules.emptyState
        let origin = Origin(sender: nil)
        for row in content.rows {
            switch row.kind {
            case .receipt: try restore(receipt: row, &state, &meter, origin)
            case .vote:
                let document = try rules.document(row.bytes, .vote)
                let (vote, snapshot) = try rules.vote(document, state, &meter, origin)
                state.append(vote, of: snapshot, replacesEarlier: rules.replacesVotes)
            case .settlement: try restore(settlement: row, &state)
            case .note, .credit, .order, .ask, .proposal, .partial, .release, .minting:
                try rules.restore(row, &state, &meter, origin)
            case .mint, .pause:
                throw Refusal(
                    index: nil, by: GatewayGuards.fields,
                    message: "row \(state.log.count): expected a row of a ledger, got a token's")
            }
            if let made = state.log.last {
                try rules.guards.require(
                    made == row, GatewayGuards.storedRow,
                    "row \(state.log.count - 1): expected what its bytes make")
            }
        }
        try rules.restore(content.accounts, &state)
        if let anchor { try check(anchor, state) }
        return state
    }

    /// A receipt's bytes are judged as a batch's are, of which it may come.
    private func restore(
        receipt row: LogRow, _ state: inout LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) {
        let document = try rules.document(row.bytes, .batch)
        let made = try rules.receipt(document, state, &meter, origin)
        try rules.guards.require(
            made.chainHash.isSame(row.link), GatewayGuards.chainHash,
            "receipt \(made.position): expected the chain hash \(made.chainHash)")
        state.append(made.stored(chainHash: row.link))
    }

    private func restore(settlement row: LogRow, _ state: inout LedgerState) throws(Refusal) {
        let document = try rules.document(row.bytes, .settlement)
        let made = try rules.settlement(document, state)
        // Where rows are not compared with their bytes, stored payouts are believed.
        let isCompared = rules.guards.has(GatewayGuards.storedRow)
        let stored = isCompared ? nil : PayoutText.payouts(row.name)
        state.append(
            EpochSettlement(
                bytes: made.bytes, snapshot: made.snapshot, payouts: stored ?? made.payouts,
                certificate: made.certificate))
    }

    /// Refuses a ledger that does not lead through the anchor; it may have grown since.
    private func check(_ anchor: LedgerAnchor, _ state: LedgerState) throws(Refusal) {
        let hasHead =
            (0...state.receipts.count).contains(anchor.receiptCount)
            && state.head(receiptCount: anchor.receiptCount).isSame(anchor.head)
        try rules.guards.require(
            hasHead, GatewayGuards.anchor,
            "expected the chain hash \(anchor.head) after \(anchor.receiptCount) receipts")
        let hasRoot =
            anchor.settlementCount == 0
            || state.settlements.count >= anchor.settlementCount
                && state.settlements[anchor.settlementCount - 1].snapshot.root.isSame(anchor.root)
        try rules.guards.require(
            hasRoot, GatewayGuards.anchor,
            "expected the root \(anchor.root) after \(anchor.settlementCount) epochs")
        let hasVotes =
            state.votes.count >= anchor.voteCount
            && LedgerAnchor.digest(of: state.votes.prefix(anchor.voteCount)) == anchor.votesDigest
        try rules.guards.require(
            hasVotes, GatewayGuards.anchor,
            "expected the \(anchor.voteCount) votes that it had")
        let hasNotes =
            state.notes.entries.count >= anchor.noteCount
            && state.notes.head(count: anchor.noteCount).isSame(anchor.notesHead)
        try rules.guards.require(
            hasNotes, GatewayGuards.anchor,
            "expected the chain hash \(anchor.notesHead) after \(anchor.noteCount) notes")
        let bound = state.boundRows
        let hasBound =
            bound.count >= anchor.boundCount
            && LedgerAnchor.digest(ofRows: bound.prefix(anchor.boundCount)) == anchor.boundDigest
        try rules.guards.require(
            hasBound, GatewayGuards.anchor,
            "expected the \(anchor.boundCount) rows of users, prices and minting that it had")
    }
}

extension ReceiptEntry {
    /// The receipt with the stored chain hash, which is the same where the guard stands.
    fileprivate func stored(chainHash: String) -> ReceiptEntry {
        ReceiptEntry(
            position: position, bytes: bytes, id: id, chainHash: chainHash, gateway: gateway,
            node: node, outputTokens: outputTokens, charge: charge)
    }
}
