internal import BigInt
internal import Cryptography
internal import Encodings
internal import PublishedGateways
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let voteKeys = [
        "epoch", "network", "receipt_count", "root", "round", "total", "validator",
    ]
    static let settlementKeys = [
        "epoch", "network", "payouts", "receipt_count", "root", "total",
    ]

    /// The snapshot that a vote or a settlement names.
    private struct Named {
        let epoch: String
        let receiptCount: Int
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
        return Named(
            epoch: text, receiptCount: receiptCount, total: total, root: try fields.text("root"))
    }

    func vote(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> (vote: VoteEntry, snapshot: EpochSnapshot?) {
        let fields = try HardenedFields(document, Self.voteKeys + ["signature"], guards)
        let key = try fields.key("validator")
        let signature = try fields.signature("signature")
        let validatorKey = Base64Text.text(of: key)
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
        let payload = try Self.payload(document, Self.voteKeys)
        try check(
            Signed(signature: signature, key: key, payload: payload, domain: .vote),
            GatewayGuards.voteSignature, &meter, origin)
        let snapshot = try snapshot(
            epoch: named.epoch, receiptCount: named.receiptCount, total: named.total, state)
        let isSame = snapshot.map { $0.root.isSame(named.root) } ?? false
        if !isSame, guards.has(GatewayGuards.snapshotRoot) { meter.noteWaste(origin) }
        try guards.require(
            isSame, GatewayGuards.snapshotRoot, "expected the root \(snapshot?.root ?? "of none")")
        let vote = VoteEntry(
            bytes: document.bytes, epoch: named.epoch, root: named.root, validator: validatorKey,
            weight: validator?.weight ?? 1,
            round: Int(min(max(round, 0), BigInt(GatewayLimits.countMax))))
        return (vote, isSame ? snapshot : nil)
    }

    func settlement(
        _ document: ReceiptDocument, _ state: LedgerState
    ) throws(Refusal) -> EpochSettlement {
        let fields = try HardenedFields(document, Self.settlementKeys, guards)
        let claimed = try claimedPayouts(fields)
        let named = try named(fields, state)
        let tally = state.tally(epoch: named.epoch, root: named.root)
        let weight = tally?.weight ?? 0
        try guards.require(
            BigInt(weight) * 3 > BigInt(parameters.totalWeight) * 2, GatewayGuards.quorum,
            "expected more than two thirds of \(parameters.totalWeight), got \(weight)")
        guard let snapshot = try agreed(named, tally?.snapshot, state) else {
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
            claimed.count == snapshot.payouts.count
            && zip(claimed, snapshot.payouts).allSatisfy {
                $0.node.isSame($1.node) && $0.amount == $1.amount
            }
        try guards.require(
            isExact, GatewayGuards.exactPayouts,
            "expected payouts that sum to \(snapshot.total) by largest remainders")
        return EpochSettlement(
            bytes: document.bytes, snapshot: snapshot.named(named.root),
            payouts: isExact ? snapshot.payouts : claimed)
    }

    /// The snapshot that was voted for if it is the one asked for; otherwise computed anew.
    private func agreed(
        _ named: Named, _ voted: EpochSnapshot?, _ state: LedgerState
    ) throws(Refusal) -> EpochSnapshot? {
        if let voted, voted.receiptCount == named.receiptCount, voted.total == named.total {
            return voted
        }
        return try snapshot(
            epoch: named.epoch, receiptCount: named.receiptCount, total: named.total, state)
    }

    /// `[[key,amount],…]` as the request has it.
    private func claimedPayouts(_ fields: HardenedFields) throws(Refusal) -> [Payout] {
        guard case .list(let rows)? = fields.document.members["payouts"] else {
            try guards.require(false, GatewayGuards.fields, "expected a list of payouts")
            return []
        }
        var payouts: [Payout] = []
        for row in rows {
            guard case .list(let parts) = row, parts.count == 2, case .string(let key) = parts[0]
            else {
                try guards.require(
                    false, GatewayGuards.fields, "expected payouts of a key and an amount")
                continue
            }
            payouts.append(
                Payout(
                    node: key.shown, address: address(key.shown),
                    amount: try fields.integer(parts[1], "payouts")))
        }
        return payouts
    }

    /// The address of a node; its key if none is registered and the guards let that pass.
    private func address(_ node: String) -> String {
        parameters.nodes.first { $0.key.isSame(node) }?.address ?? node
    }

    /// The snapshot of an epoch; nil if the epoch cannot have so many receipts.
    ///
    /// **Units:** contributions are tokens times thousandths.
    func snapshot(
        epoch: String, receiptCount: Int, total: BigInt, _ state: LedgerState
    ) throws(Refusal) -> EpochSnapshot? {
        let first = state.first(ofEpoch: epoch)
        guard (first...state.receipts.count).contains(receiptCount) else { return nil }
        var shares: [(node: String, contribution: BigInt)] = []
        var places: [[UInt8]: Int] = [:]  // looked up, never iterated
        for receipt in state.receipts[first..<receiptCount] {
            guard case .integer(let tokens) = receipt.outputTokens else { continue }
            let registered = parameters.nodes.first { $0.key.isSame(receipt.node) }
            let contribution =
                tokens
                * BigInt(registered?.qualityPermille ?? GatewayParameters.defaultQualityPermille)
            if let place = places[receipt.node.bytes] {
                shares[place].contribution += contribution
            } else {
                places[receipt.node.bytes] = shares.count
                shares.append((receipt.node, contribution))
            }
        }
        let ordered = shares.map {
            (node: $0.node, key: Base64Text.bytes(lenient: $0.node) ?? [], sum: $0.contribution)
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let amounts = HardenedSettlement.amounts(
            total: total, ordered.map { .init(key: $0.key, contribution: $0.sum) })
        let payouts = zip(ordered, amounts).map {
            Payout(node: $0.node, address: address($0.node), amount: $1)
        }
        let before = state.settlement(epoch: epoch)?.snapshot.previous
        return EpochSnapshot(
            epoch: epoch, first: first, receiptCount: receiptCount, total: total,
            payouts: payouts,
            previous: before ?? state.settlements.last?.snapshot.root ?? networkID,
            head: state.head(receiptCount: receiptCount), root: ""
        ).rooted
    }
}

extension EpochSnapshot {
    /// The snapshot with the root that binds all of it. Golden-bearing.
    fileprivate var rooted: EpochSnapshot {
        let document = JSONValue.object([
            JSONMember("epoch", .string(epoch)),
            JSONMember("first", .integer(first)),
            JSONMember("head", .string(head)),
            JSONMember("payouts", .string(PayoutText.text(payouts))),
            JSONMember("previous", .string(previous)),
            JSONMember("receipt_count", .integer(receiptCount)),
            JSONMember("total", .string(String(total))),
        ])
        return named(HardenedDomain.snapshot.digest(document.compactText.bytes).text)
    }

    fileprivate func named(_ root: String) -> EpochSnapshot {
        EpochSnapshot(
            epoch: epoch, first: first, receiptCount: receiptCount, total: total,
            payouts: payouts, previous: previous, head: head, root: root)
    }
}
