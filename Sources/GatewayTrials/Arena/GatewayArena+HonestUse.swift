internal import BigInt
internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Traffic of honest parties.
extension GatewayArena {
    /// Validators whose keys the attacker does not have.
    var honestValidators: [String] {
        GatewayParties.validators.map(\.0).filter { !setup.allowance.keys.contains($0) }
    }

    /// A receipt that both parties have signed.
    func honestReceipt(_ plan: ReceiptPlan) throws -> [UInt8] {
        let bytes = try workshop.receipt(plan, record.clock)
        books.noteConsent(bytes, keys: [plan.gateway, plan.node].map(keyring.key), reading)
        books.note(honestReceipt: bytes)
        return bytes
    }

    func receipt(_ plan: ReceiptPlan, _ name: String? = nil) throws {
        let bytes = try honestReceipt(plan)
        if let name { try keep(name, [bytes]) }
        let reply = try send(
            bytes, to: GatewaySurfaces.receipt, from: Self.honestSource,
            as: "\(plan.node)'s receipt \(plan.session)")
        if let refusal = reply.refusals.first {
            complain("\(plan.node)'s receipt \(plan.session) is refused: \(refusal)")
        }
    }

    /// The epoch as every node computes it; nil where none can.
    func snapshot(epoch: Int, total: Int, receiptCount: Int? = nil) -> EpochSnapshot? {
        system.hardened?.snapshot(
            epoch: String(epoch), receiptCount: receiptCount ?? system.receiptCount,
            total: total)
    }

    func vote(_ name: String, epoch: Int, total: Int) throws {
        if profile == .published { return try votePublished(name, epoch: epoch, total: total) }
        guard let snapshot = snapshot(epoch: epoch, total: total) else {
            return complain("\(name) can compute no snapshot of epoch \(epoch)")
        }
        let ballot = GatewayBooks.Ballot(
            validator: name, epoch: String(epoch), total: total,
            receiptCount: snapshot.receiptCount, root: snapshot.root,
            round: books.nextRound(name, String(epoch)))
        books.note(ballot)
        let vote = try workshop.vote(snapshot, by: name, round: ballot.round)
        let reply = try send(
            vote, to: GatewaySurfaces.vote, from: Self.honestSource,
            as: "\(name)'s vote for epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("\(name)'s vote for epoch \(epoch) is refused: \(refusal)")
        }
    }

    /// **Result:** whether the epoch was settled.
    func settle(epoch: Int, total: Int, by validators: [String]) throws -> Bool {
        if profile == .published {
            return try settlePublished(epoch: epoch, total: total, by: validators)
        }
        for name in validators { try vote(name, epoch: epoch, total: total) }
        guard let snapshot = snapshot(epoch: epoch, total: total) else {
            complain("no snapshot of epoch \(epoch)")
            return false
        }
        let reply = try send(
            workshop.settlement(snapshot), to: GatewaySurfaces.settlement, from: Self.honestSource,
            as: "the settlement of epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("the settlement of epoch \(epoch) is refused: \(refusal)")
        }
        try mintHardened()
        return reply.isAccepted
    }

    /// Epochs that were settled, each counted once.
    var epochCount: Int {
        profile == .published ? settledEpochs.count : system.settlementCount
    }

    /// The epoch that validators vote for: in `published` one that is settled and not paid, if
    /// there is one.
    var nextEpoch: Int { openEpoch ?? epochCount + 1 }

    /// Honest use after the attack: a receipt, one that a peer passes on, and an epoch that all
    /// honest validators sign.
    func poll() throws -> String? {
        if script != nil { try startIfDown() }
        if let complaint { return complaint }
        if books.hasDied || nodes.hasDied { return "the gateway died" }
        try nodes.advance(120)
        try pollHardened()
        let nodes = pollNodes
        if let complaint = try pollUsers() { return complaint }
        try receipt(ReceiptPlan(node: nodes.first, session: "poll-1", outputTokens: 4_001))
        let second = try honestReceipt(
            ReceiptPlan(node: nodes.second, session: "poll-2", outputTokens: 1_999))
        let reply = try send(
            workshop.batch(of: [second]), to: GatewaySurfaces.gossip,
            from: Self.otherHonestSource, as: "a peer's batch")
        guard reply.isAccepted else { return "a peer's batch is refused: \(reply.refusals)" }
        guard complaint == nil else { return complaint }
        let honest = books.honestReceipts.suffix(2)
        guard system.receipts.suffix(2).map(\.bytes) == Array(honest) else {
            return "honest receipts are not at the ledger's end"
        }
        let epoch = epochCount + 1
        // With a third or more of the weight gone, the others vote honestly from here on.
        let validators = GatewayParties.validators.filter { honestValidators.contains($0.0) }
        let isQuorum = 3 * validators.reduce(0) { $0 + $1.1 } > 2 * GatewayParties.totalWeight
        let isSettled = try settle(
            epoch: epoch, total: 1_000_003,
            by: isQuorum ? honestValidators : GatewayParties.validators.map(\.0))
        guard complaint == nil, isSettled else { return complaint ?? "no epoch was settled" }
        return referee.complaintOfLastSettlement()
    }
}
