internal import BigInt
internal import Cryptography
internal import Encodings

/// A row of the store: a message that the gateway took, or a fact of its own.
struct LogRow: Sendable, Equatable {
    enum Kind: String, Sendable {
        case receipt, vote, settlement, note, credit, order, ask, proposal, partial
        /// A session that the gateway gave up.
        case release
        /// A stage that the minter reached.
        case minting
        /// A batch that a token minted, and a switch between paused and not.
        case mint, pause

        /// Whether the anchor binds rows of this kind by a digest, for no chain does.
        var isBound: Bool {
            switch self {
            case .receipt, .vote, .settlement, .note, .mint, .pause: false
            case .credit, .order, .ask, .proposal, .partial, .release, .minting: true
            }
        }
    }

    let kind: Kind
    let bytes: [UInt8]
    /// A receipt's or a note's id, a vote's root, a settlement's payouts, a credit's payment, an
    /// order's or a release's session, an ask's gateway, a proposal's or a partial signature's
    /// batch, a minting's epoch.
    let name: String
    /// A receipt's or a note's chain hash, a vote's validator, a settlement's root, a credit's
    /// user, an order's facts, an ask's time, a proposal's proposer, a partial signature's signer,
    /// a release's time and node, a minting's stage.
    let link: String

    static func == (left: LogRow, right: LogRow) -> Bool {
        left.kind == right.kind && left.bytes == right.bytes && left.name.isSame(right.name)
            && left.link.isSame(right.link)
    }
}

/// The state of a gateway: all that it took, in that order, and all that follows from it.
struct LedgerState: Sendable {
    private(set) var log: [LogRow] = []
    private(set) var receipts: [ReceiptEntry] = []
    private(set) var votes: [VoteEntry] = []
    private(set) var tallies: [SnapshotTally] = []
    private(set) var settlements: [EpochSettlement] = []
    private(set) var notes: NoteChain
    private(set) var asks = AskBook()
    private(set) var schedule: NodeSchedule
    var accounts = AccountBook()
    private(set) var proposals = ProposalBook()
    /// By epoch: how far the minter has come.
    private var mintings: [[UInt8]: EpochStage] = [:]  // looked up, never iterated
    private var positions: [[UInt8]: Int] = [:]  // of receipts; looked up, never iterated
    private var latestRounds: [[UInt8]: Int] = [:]  // looked up, never iterated
    /// A digest of all rows so far.
    private var logDigest = Digests.sha256([])
    let emptyHead: String

    /// - Parameter nodes: the nodes' names, in the parameters' order.
    init(emptyHead: String, nodes: [String]) {
        self.emptyHead = emptyHead
        schedule = NodeSchedule(names: nodes)
        notes = NoteChain(emptyHead: emptyHead)
    }

    var head: String { receipts.last?.chainHash ?? emptyHead }

    /// The chain hash after so many receipts. **Precondition:** no more than there are.
    func head(receiptCount: Int) -> String {
        receiptCount == 0 ? emptyHead : receipts[receiptCount - 1].chainHash
    }

    func has(id: String) -> Bool { positions[id.bytes] != nil }

    /// The receipt of an id; of several, which only a missing guard lets in, the last.
    func receipt(id: String) -> ReceiptEntry? { positions[id.bytes].map { receipts[$0] } }

    /// The units of all epochs that are minted.
    var minted: BigInt {
        settlements.reduce(0) {
            stage(ofEpoch: $1.snapshot.epoch) == .minted ? $0 + $1.minted : $0
        }
    }

    func stage(ofEpoch epoch: String) -> EpochStage {
        if let stage = mintings[epoch.bytes] { return stage }
        if settlement(epoch: epoch) != nil { return .quorate }
        return tallies.contains { $0.epoch.isSame(epoch) } ? .settled : .open
    }

    /// The epoch as it was first settled.
    func settlement(epoch: String) -> EpochSettlement? {
        settlements.first { $0.snapshot.epoch.isSame(epoch) }
    }

    /// The position of an epoch's first receipt: the one that it had when the epoch was first
    /// settled, or the one behind the receipts of all epochs so far.
    func first(ofEpoch epoch: String) -> Int {
        settlement(epoch: epoch)?.snapshot.first
            ?? settlements.reduce(0) { max($0, $1.snapshot.receiptCount) }
    }

    /// The fewest notes that an epoch's snapshot can name: as many as the one before, or as it had
    /// itself when it was settled.
    func firstNotes(ofEpoch epoch: String) -> Int {
        settlement(epoch: epoch)?.snapshot.notes ?? settlements.last?.snapshot.notes ?? 0
    }

    func tally(epoch: String, root: String) -> SnapshotTally? {
        tallies.first { $0.epoch.isSame(epoch) && $0.root.isSame(root) }
    }

    /// The votes that count for a snapshot, in the order of its tally.
    func certificate(epoch: String, root: String) -> [VoteEntry] {
        (tally(epoch: epoch, root: root)?.validators ?? []).compactMap { validator in
            votes.last {
                $0.validator.isSame(validator) && $0.epoch.isSame(epoch) && $0.root.isSame(root)
            }
        }
    }

    /// The round of a validator's last vote in an epoch; nil before the first.
    func latestRound(epoch: String, validator: String) -> Int? {
        latestRounds["\(epoch) \(validator)".bytes]
    }

    // MARK: Changes

    mutating func append(_ receipt: ReceiptEntry) {
        positions[receipt.id.bytes] = receipts.count
        receipts.append(receipt)
        if let charge = receipt.charge {
            accounts.charge(charge)
            schedule.noteAnswer(receipt.node)
        }
        note(
            LogRow(
                kind: .receipt, bytes: receipt.bytes, name: receipt.id, link: receipt.chainHash))
    }

    /// - Parameter replacesEarlier: whether the validator's earlier votes in this epoch count no
    ///   more.
    mutating func append(
        _ vote: VoteEntry, of snapshot: EpochSnapshot?, replacesEarlier: Bool
    ) {
        votes.append(vote)
        latestRounds["\(vote.epoch) \(vote.validator)".bytes] = vote.round
        if replacesEarlier { withdraw(vote) }
        if let place = tallies.firstIndex(where: {
            $0.epoch.isSame(vote.epoch) && $0.root.isSame(vote.root)
        }) {
            tallies[place].validators.append(vote.validator)
            tallies[place].weight += vote.weight
        } else {
            tallies.append(
                SnapshotTally(
                    epoch: vote.epoch, root: vote.root, validators: [vote.validator],
                    weight: vote.weight, snapshot: snapshot))
        }
        note(LogRow(kind: .vote, bytes: vote.bytes, name: vote.root, link: vote.validator))
    }

    private mutating func withdraw(_ vote: VoteEntry) {
        for place in tallies.indices where tallies[place].epoch.isSame(vote.epoch) {
            while let index = tallies[place].validators.firstIndex(where: {
                $0.isSame(vote.validator)
            }) {
                tallies[place].validators.remove(at: index)
                tallies[place].weight -= vote.weight
            }
        }
        // So that no more snapshots are kept than there are validators, in each epoch.
        tallies.removeAll { $0.validators.isEmpty }
    }

    mutating func append(_ settlement: EpochSettlement) {
        settlements.append(settlement)
        note(
            LogRow(
                kind: .settlement, bytes: settlement.bytes,
                name: PayoutText.text(settlement.payouts), link: settlement.snapshot.root))
    }

    mutating func append(_ stage: EpochStage, ofEpoch epoch: String) {
        mintings[epoch.bytes] = stage
        note(LogRow(kind: .minting, bytes: [], name: epoch, link: stage.text))
    }

    mutating func append(_ entry: NoteEntry) {
        notes.append(entry)
        note(LogRow(kind: .note, bytes: entry.bytes, name: entry.id, link: entry.chainHash))
    }

    mutating func append(_ credit: CreditEntry) {
        accounts.credit(credit.payment, to: credit.user, credit.amount)
        note(
            LogRow(
                kind: .credit, bytes: credit.bytes, name: credit.payment, link: credit.user))
    }

    mutating func append(_ session: OrderSession, bytes: [UInt8]) {
        accounts.open(session)
        note(LogRow(kind: .order, bytes: bytes, name: session.id, link: session.link))
    }

    mutating func append(_ ask: Ask, bytes: [UInt8]) {
        asks.append(ask)
        note(
            LogRow(kind: .ask, bytes: bytes, name: ask.gateway, link: String(ask.milliseconds)))
    }

    mutating func append(_ proposal: MintProposal) {
        proposals.append(proposal)
        note(
            LogRow(
                kind: .proposal, bytes: proposal.bytes, name: proposal.batch,
                link: proposal.proposer))
    }

    mutating func append(_ signature: PartialSignature) {
        proposals.append(signature)
        note(
            LogRow(
                kind: .partial, bytes: signature.bytes, name: signature.batch,
                link: signature.signer))
    }

    mutating func append(_ release: SessionRelease) {
        accounts.release(release.session)
        schedule.noteFailure(release.node, at: release.milliseconds)
        note(LogRow(kind: .release, bytes: [], name: release.session, link: release.link))
    }

    private mutating func note(_ row: LogRow) {
        log.append(row)
        logDigest = Self.digest(
            [logDigest.bytes, row.kind.rawValue.bytes, row.bytes, row.name.bytes, row.link.bytes])
    }

    /// A digest of the log, and of all accounts: these follow from the log but where stored ones
    /// are believed.
    var digest: Digest {
        Self.digest(
            [logDigest.bytes]
                + accounts.stored.flatMap {
                    [$0.user.bytes, String($0.balance).bytes, String($0.reserved).bytes]
                })
    }

    private static func digest(_ parts: [[UInt8]]) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab/receipts/state/1".utf8))
        for part in parts {
            let count = UInt64(part.count)
            hasher.update((0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) })
            hasher.update(part)
        }
        return hasher.finalized()
    }
}
