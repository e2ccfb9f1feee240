internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let voteKeys = [
        "epoch", "network", "notes", "receipt_count", "root", "round", "total", "validator",
    ]
    static let settlementKeys = [
        "epoch", "network", "notes", "payouts", "receipt_count", "root", "total",
    ]

    /// The snapshot that a vote or a settlement names.
    private struct Named {
        let epoch: String
        let receiptCount: Int
        let notes: Int
        let total: BigInt
        let root: String
    }

    private func named(
        _ fields: HardenedFields, _ state: LedgerState
    ) throws(Refusal) -> Named {
        try checkNetwork(fields)
        let epoch = try fields.integer("epoch")
        let text = epoch.bitWidth <= 128 ? String(epoch) : "a long number"
        try guards.require(
            state.settlement(epoch: text) == nil, GatewayGuards.epochOnce,
            "epoch \(text) is settled")
        // Without the guard before it, an epoch that was settled is still none of those to come.
        try guards.require(
            epoch == state.settlements.count + 1 || state.settlement(epoch: text) != nil,
            GatewayGuards.epochOrder,
            "expected epoch \(state.settlements.count + 1), got \(text)")
        let total = try fields.integer("total")
        try fields.require(
            total, "total", from: 1, to: GatewayLimits.epochTotalMax, GatewayGuards.totalRange)
        let receiptCount = try fields.integer(
            "receipt_count", from: state.first(ofEpoch: text), to: state.receipts.count,
            GatewayGuards.receiptCount)
        let notes = try fields.integer(
            "notes", from: state.firstNotes(ofEpoch: text), to: state.notes.entries.count,
            GatewayGuards.noteCount)
        return Named(
            epoch: text, receiptCount: receiptCount, notes: notes, total: total,
            root: try fields.text("root"))
    }

    /// Whether a validator's vote takes the place of its earlier ones in the epoch.
    var replacesVotes: Bool { guards.has(GatewayGuards.voteOnce) }

    /// The vote, with the snapshot that it is for; nil if that is another one.
    func vote(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> (vote: VoteEntry, snapshot: EpochSnapshot?) {
        let fields = try HardenedFields(document, Self.voteKeys + ["signature"], guards)
        let key = try fields.key("validator")
        let signature = try fields.signature("signature")
        let validatorKey = Base64.text(of: key)
        let validator = parameters.validators.first { $0.key.isSame(validatorKey) }
        try guards.require(
            validator != nil, GatewayGuards.validatorRegistered,
            "\(validatorKey) is no validator of this network")
        let named = try named(fields, state)
        let round = try fields.integer("round")
        let latest = state.latestRound(epoch: named.epoch, validator: validatorKey) ?? -1
        try guards.require(
            round > latest && round < GatewayLimits.countMax, GatewayGuards.voteOnce,
            "expected a round above \(latest)")
        try checkBudget(meter, origin)
        let payload = try document.payload(Self.voteKeys)
        try check(
            Signed(signature: signature, key: key, payload: payload, domain: .vote),
            GatewayGuards.voteSignature, &meter, origin)
        let snapshot = snapshot(named, state)
        let isSame = snapshot.map { $0.root.isSame(named.root) } ?? false
        if !isSame, guards.has(GatewayGuards.snapshotRoot) { meter.noteWaste(origin) }
        try guards.require(
            isSame, GatewayGuards.snapshotRoot, "expected the root \(snapshot?.root ?? "of none")")
        let vote = VoteEntry(
            bytes: document.bytes, epoch: named.epoch, root: named.root, validator: validatorKey,
            weight: validator?.weight ?? 1,
            round: Int(min(max(round, 0), BigInt(GatewayLimits.countMax))),
            signature: Base64.text(of: signature))
        return (vote, isSame ? snapshot : nil)
    }

    func settlement(
        _ document: ReceiptDocument, _ state: LedgerState
    ) throws(Refusal) -> EpochSettlement {
        let fields = try HardenedFields(document, Self.settlementKeys, guards)
        let (claims, named) = (try claimedPayouts(fields), try named(fields, state))
        let tally = state.tally(epoch: named.epoch, root: named.root)
        let weight = tally?.weight ?? 0
        try guards.require(
            isQuorum(weight), GatewayGuards.quorum,
            "expected more than two thirds of \(parameters.totalWeight), got \(weight)")
        guard let snapshot = agreed(named, tally?.snapshot, state) else {
            throw Refusal(
                index: nil, by: GatewayGuards.receiptCount,
                message: "no such snapshot can be made")
        }
        try guards.require(
            snapshot.root.isSame(named.root), GatewayGuards.snapshotRoot,
            "expected the root \(snapshot.root)")
        try guards.require(
            !snapshot.payouts.allSatisfy { $0.amount == 0 }, GatewayGuards.noContribution,
            "nobody contributed to epoch \(named.epoch)")
        let isExact =
            claims.count == snapshot.payouts.count
            && zip(claims, snapshot.payouts).allSatisfy {
                $0.node.isSame($1.node) && $0.amount == $1.amount
            }
        try guards.require(
            isExact, GatewayGuards.exactPayouts,
            "expected payouts that sum to \(snapshot.total) by largest remainders")
        let payouts = claims.map {
            Payout(
                node: $0.node, address: address($0.node, within: named.notes, state),
                amount: $0.amount)
        }
        return EpochSettlement(
            bytes: document.bytes, snapshot: snapshot.named(named.root),
            payouts: isExact ? snapshot.payouts : payouts,
            certificate: state.certificate(epoch: named.epoch, root: named.root))
    }

    /// Whether a weight is more than two thirds of all.
    func isQuorum(_ weight: Int) -> Bool {
        BigInt(weight) * 3 > BigInt(parameters.totalWeight) * 2
    }

    /// The snapshot that was voted for if it is the one asked for; otherwise computed anew.
    private func agreed(
        _ named: Named, _ voted: EpochSnapshot?, _ state: LedgerState
    ) -> EpochSnapshot? {
        if let voted, voted.receiptCount == named.receiptCount, voted.notes == named.notes,
            voted.total == named.total
        {
            return voted
        }
        return snapshot(named, state)
    }

    private func snapshot(_ named: Named, _ state: LedgerState) -> EpochSnapshot? {
        snapshot(
            epoch: named.epoch, receiptCount: named.receiptCount, notes: named.notes,
            total: named.total, state)
    }

    /// `[[key,amount],…]` as the request has it.
    private func claimedPayouts(
        _ fields: HardenedFields
    ) throws(Refusal) -> [(node: String, amount: BigInt)] {
        guard case .list(let rows)? = fields.document.members["payouts"] else {
            try guards.require(false, GatewayGuards.fields, "expected a list of payouts")
            return []
        }
        var payouts: [(node: String, amount: BigInt)] = []
        for row in rows {
            guard case .list(let parts) = row, parts.count == 2, case .string(let key) = parts[0]
            else {
                try guards.require(
                    false, GatewayGuards.fields, "expected payouts of a key and an amount")
                continue
            }
            payouts.append((key.shown, try fields.integer(parts[1], "payouts")))
        }
        return payouts
    }
}
