internal import BigInt
internal import Cryptography
internal import Encodings
internal import ReceiptNetwork
internal import Scenarios
internal import Trials

/// The ground on which the receipt network is attacked: one gateway behind its face, an attacker's
/// workshop, honest parties, and the referee's books.
final class ReceiptGround: TrialGround {
    static let startMilliseconds = 1_700_000_000_000
    static let networkName = "the network under attack"
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    static let otherHonestSource = Source(901)

    let setup: TrialSetup
    let cast: ReceiptCast
    let parameters: ReceiptParameters
    let builder: ReceiptBuilder
    let reading: ReceiptReading
    var system: ReceiptSystem
    var record: TrialRecord
    var books = ReceiptBooks()
    var artefacts: [String: [[UInt8]]] = [:]  // looked up, never iterated
    var complaint: String?

    init(setup: TrialSetup) throws {
        self.setup = setup
        cast = ReceiptCast(seed: setup.seed)
        parameters = try cast.parameters(network: Self.networkName)
        builder = ReceiptBuilder(profile: setup.profile, parameters: parameters)
        reading = ReceiptReading(profile: setup.profile)
        system = try ReceiptSystem(
            profile: setup.profile, parameters: parameters, guards: setup.guards)
        record = TrialRecord(clock: LogicalClock(milliseconds: Self.startMilliseconds))
    }

    /// Nothing here is measured in ratios.
    var measurement: Measurement? { nil }

    func artefact(_ name: String) throws -> [[UInt8]] {
        guard let artefact = artefacts[name] else { throw StepFault("no artefact \(name)") }
        return artefact
    }

    func oneByteString(_ name: String) throws -> [UInt8] {
        let parts = try artefact(name)
        guard parts.count == 1 else { throw StepFault("\(name) has \(parts.count) parts, not one") }
        return parts[0]
    }

    func keep(_ name: String, _ parts: [[UInt8]]) throws {
        guard artefacts.updateValue(parts, forKey: name) == nil else {
            throw StepFault("two artefacts named \(name)")
        }
        let bytes = parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: Steps

    func perform(_ operation: ReceiptOperation) throws {
        switch operation {
        case .receipt(let plan, let name): try receipt(plan, name)
        case .withhold(let plan, let name): try keep(name, [try honestReceipt(plan)])
        case .elsewhere(let plan, let name, let purpose): try signElsewhere(plan, name, purpose)
        case .make(let step): try make(step)
        case .vote(let names, let epoch, let total):
            for name in names { try vote(name, epoch: epoch, total: total) }
        case .settle(let epoch, let total):
            _ = try settle(epoch: epoch, total: total, by: honestValidators)
        case .ballot(let step): try makeBallots(step)
        case .request(let step): try makeRequest(step)
        case .alter(let step):
            let edits = try expanded(step.edits[profile], 0)
            try keep(step.artefact, [try edited(oneByteString(step.of), edits)])
        case .take(let name, let kind, let index): try take(name, kind, index)
        case .bytes(let step): try makeBytes(step)
        case .batch(let name, let what):
            try keep(name, [ReceiptBuilder.batch(try what.flatMap { try artefact($0) })])
        case .submit(let what, let to, let source, let times):
            for _ in 0..<times { try submit(what, to: Surface(to), source: UInt32(source)) }
        case .advance(let seconds): advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: books.heldBefore = storedView
        case .restart: try restart()
        }
    }

    /// The one way into the gateway.
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String,
        isAttack: Bool = false
    ) throws -> Reply {
        let reply = try system.submit(bytes, to: surface, from: source, at: record.clock)
        record.note("\(name) to \(surface.name)", reply)
        books.messages.append(
            ReceiptBooks.Message(
                bytes: bytes, surface: surface, source: source, clock: record.clock,
                isAccepted: reply.isAccepted, refusals: reply.refusals.map(\.by),
                isAttack: isAttack))
        if surface == ReceiptSurfaces.settlement, reply.isAccepted {
            books.countsAtSettlement.append(system.receipts.count)
        }
        if reply.refusals.contains(where: { $0.by == ReceiptGuards.verifierCrash }) {
            books.hasDied = true
        }
        return reply
    }

    private func submit(_ name: String, to surface: Surface, source: UInt32) throws {
        for bytes in try artefact(name) {
            _ = try send(bytes, to: surface, from: Source(source), as: name, isAttack: true)
        }
    }

    // MARK: Honest use

    var honestValidators: [String] {
        ReceiptCast.validators.map(\.0).filter { !setup.allowance.keys.contains($0) }
    }

    /// A receipt that both parties have signed.
    func honestReceipt(_ plan: ReceiptPlan) throws -> [UInt8] {
        let signed = try builder.signed(
            unsigned(plan, builder), gateway: cast.identity(plan.gateway),
            node: cast.identity(plan.node))
        try noteConsent(signed.bytes, gateway: plan.gateway, node: plan.node)
        books.honestReceipts.append(signed.bytes)
        return signed.bytes
    }

    private func receipt(_ plan: ReceiptPlan, _ name: String? = nil) throws {
        let bytes = try honestReceipt(plan)
        if let name { try keep(name, [bytes]) }
        let reply = try send(
            bytes, to: ReceiptSurfaces.receipt, from: Self.honestSource,
            as: "\(plan.node)'s receipt \(plan.session)")
        if let refusal = reply.refusals.first {
            complain("\(plan.node)'s receipt \(plan.session) is refused: \(refusal)")
        }
    }

    func snapshot(epoch: Int, total: Int, receiptCount: Int? = nil) -> EpochSnapshot? {
        system.snapshot(
            epoch: String(epoch), receiptCount: receiptCount ?? system.receipts.count,
            total: total)
    }

    private func vote(_ name: String, epoch: Int, total: Int) throws {
        guard let snapshot = snapshot(epoch: epoch, total: total) else {
            return complain("\(name) can compute no snapshot of epoch \(epoch)")
        }
        let ballot = ReceiptBooks.Ballot(
            validator: name, epoch: String(epoch), total: total,
            receiptCount: snapshot.receiptCount, root: snapshot.root,
            round: books.nextRound(name, String(epoch)))
        // A published vote is for a root alone: who signed it before has nothing more to send.
        let isSent =
            profile == .published
            && books.ballots.contains { $0.validator == name && $0.root == ballot.root }
        books.ballots.append(ballot)
        if isSent { return }
        let one = cast.identity(name)
        let vote = try builder.signed(
            vote: builder.vote(snapshot, validator: one.key, round: ballot.round), validator: one)
        let reply = try send(
            vote.bytes, to: ReceiptSurfaces.vote, from: Self.honestSource,
            as: "\(name)'s vote for epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("\(name)'s vote for epoch \(epoch) is refused: \(refusal)")
        }
    }

    /// **Result:** whether the epoch was settled.
    func settle(epoch: Int, total: Int, by validators: [String]) throws -> Bool {
        for name in validators { try vote(name, epoch: epoch, total: total) }
        let request: [UInt8]
        if let snapshot = snapshot(epoch: epoch, total: total) {
            request = builder.settlement(snapshot).bytes
        } else if profile == .published {
            request = builder.settlement(epoch: String(epoch), total: total).bytes
        } else {
            complain("no snapshot of epoch \(epoch)")
            return false
        }
        let reply = try send(
            request, to: ReceiptSurfaces.settlement, from: Self.honestSource,
            as: "the settlement of epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("the settlement of epoch \(epoch) is refused: \(refusal)")
        }
        return reply.isAccepted
    }

    /// Honest use after the attack: a receipt, one that a peer passes on, and an epoch that all
    /// honest validators sign.
    func poll() throws -> String? {
        if let complaint { return complaint }
        if books.hasDied { return "the gateway died" }
        advance(120)
        let first = ReceiptPlan(node: "node-a", session: "poll-1", outputTokens: 4_001)
        try receipt(first)
        let second = try honestReceipt(
            ReceiptPlan(node: "node-b", session: "poll-2", outputTokens: 1_999))
        let reply = try send(
            ReceiptBuilder.batch([second]), to: ReceiptSurfaces.gossip,
            from: Self.otherHonestSource, as: "a peer's batch")
        guard reply.isAccepted else { return "a peer's batch is refused: \(reply.refusals)" }
        guard complaint == nil else { return complaint }
        let honest = books.honestReceipts.suffix(2)
        guard system.receipts.suffix(2).map(\.bytes) == Array(honest) else {
            return "honest receipts are not at the ledger's end"
        }
        let epoch = system.settlements.count + 1
        // With a third or more of the weight gone, the others vote honestly from here on.
        let validators = ReceiptCast.validators.filter { honestValidators.contains($0.0) }
        let isQuorum = 3 * validators.reduce(0) { $0 + $1.1 } > 2 * ReceiptCast.totalWeight
        let isSettled = try settle(
            epoch: epoch, total: 1_000_003,
            by: isQuorum ? honestValidators : ReceiptCast.validators.map(\.0))
        guard complaint == nil, isSettled else { return complaint ?? "no epoch was settled" }
        return settledComplaint()
    }

    /// Whether the last epoch pays what it should: to the unit, or as near as floats come.
    private func settledComplaint() -> String? {
        guard let last = system.settlements.last else { return "no epoch was settled" }
        guard case .success(let expected) = expectedPayouts(at: system.settlements.count - 1) else {
            return "an honest epoch cannot be settled exactly"
        }
        let distance = profile == .hardened ? 0 : 1
        for one in expected {
            let paid = last.payouts.first { $0.node == one.key }?.amount ?? 0
            guard abs(paid - BigInt(one.amount)) <= BigInt(distance) else {
                return "an honest node was paid \(paid), not \(one.amount)"
            }
        }
        return nil
    }
}
