package import BigInt
package import Cryptography
package import Trials

/// The surfaces of a gateway.
package enum GatewaySurfaces {
    /// A receipt, from anybody who has it.
    package static let receipt = Surface("receipt")
    /// A batch of receipts, from another gateway: `{"receipts":[…]}`.
    package static let gossip = Surface("gossip")
    /// A validator's signature of a snapshot.
    package static let vote = Surface("vote")
    /// Asks that an epoch be paid.
    package static let settlement = Surface("settlement")
    /// A validator's word on a receipt's quality, or a node's address.
    package static let note = Surface("note")
    /// The treasury's word that a user has paid.
    package static let credit = Surface("credit")
    /// A user's order of a session, with the prompt: `{"order":{…},"prompt":"…"}`.
    package static let order = Surface("order")
    /// A gateway's price.
    package static let ask = Surface("ask")
    /// A gateway's proposal that a batch be paid by a transaction that validators sign together.
    package static let proposal = Surface("proposal")
    /// A validator's signature of a proposed batch.
    package static let partialSignature = Surface("partial")
    /// Asks for receipts; the reply's message has them as a batch.
    package static let pull = Surface("pull")
    /// The content of the gateway's disk, from which it starts again: the entry of an attacker who
    /// has that disk in hand. ``GatewaySystem/storeDocument`` has the form.
    package static let store = Surface("store")

    package static let all = [
        receipt, gossip, vote, settlement, store, note, credit, order, ask, proposal,
        partialSignature, pull,
    ]
}

/// A gateway of the network, as an attack sees it: bytes in, refusals and a state out.
///
/// It keeps a ledger of receipts, users' accounts, validators' votes and what they agreed to. Each
/// of these is in the store before the reply says so. A class, for its store is one thing.
///
/// **Determinism:** state follows from the parameters, the guards and the messages; time is the
/// clock that comes with each of them.
package final class GatewaySystem: SystemUnderTest {
    package let profile = Profile.hardened
    package let parameters: GatewayParameters
    let rules: HardenedRules
    private let store: GatewayStore
    var state: LedgerState
    var meter = SignatureMeter()
    /// The failure that ended the store: nothing is taken any more, and the state may have what was
    /// not stored. The gateway has to be opened again.
    package private(set) var storeFailure: GatewayStoreError?
    /// The gateways that are told of every receipt taken, but for the one that sent it.
    package let peers: [Source]
    package let desk: GatewayDesk

    /// A network without receipts, in memory or in a new database.
    ///
    /// - Parameter desk: where users order.
    /// **Throws:** ``GatewayStoreError``.
    package init(
        parameters: GatewayParameters, guards: Guards = .all, newAt path: String? = nil,
        peers: [Source] = [], desk: GatewayDesk = GatewayDesk()
    ) throws(GatewayStoreError) {
        self.parameters = parameters
        self.peers = peers
        self.desk = desk
        rules = try Self.rules(parameters, guards, desk)
        state = rules.emptyState
        store = try GatewayStore(newAt: path, pin: rules.storePin)
    }

    /// The gateway that a database holds: every byte of the log is checked as if it came in now,
    /// but for the clock.
    ///
    /// - Parameter anchor: the point that the ledger is known to have reached, kept outside the
    ///   store; without it, an older ledger that was good once is good.
    /// **Throws:** ``GatewayStoreError``, with ``GatewayStoreError/refused(_:)`` by the guard that
    /// found it.
    package init(
        parameters: GatewayParameters, guards: Guards = .all, openingAt path: String,
        anchor: LedgerAnchor? = nil, peers: [Source] = [], desk: GatewayDesk = GatewayDesk()
    ) throws(GatewayStoreError) {
        self.parameters = parameters
        self.peers = peers
        self.desk = desk
        rules = try Self.rules(parameters, guards, desk)
        let store = try GatewayStore(openAt: path, pin: rules.storePin)
        let content = try store.content()
        self.store = store
        state = rules.emptyState
        do throws(Refusal) {
            state = try LedgerRestoration(rules: rules)
                .state(of: content, anchor: anchor, &meter)
        } catch {
            throw .refused(error)
        }
    }

    private static func rules(
        _ parameters: GatewayParameters, _ guards: Guards, _ desk: GatewayDesk
    ) throws(GatewayStoreError) -> HardenedRules {
        if let gateway = desk.gateway,
            !parameters.gateways.contains(where: { $0.isSame(gateway) })
        {
            throw .parameters(.gateway(key: gateway))
        }
        return HardenedRules(parameters: parameters, guards: guards, gateway: desk.gateway)
    }

    package var surfaces: [Surface] { GatewaySurfaces.all }
    package var guards: [Guard] { GatewayGuards.all }

    /// The ledger's last chain hash; before the first, the network's id.
    package var head: String { state.head }
    package var stateDigest: Digest { state.digest }

    /// **Throws:** ``GatewayStoreError`` where the store fails, ``UnknownSurface``.
    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        if let storeFailure { throw storeFailure }
        let origin = Origin(sender: (source, clock.milliseconds))
        let logCount = state.log.count
        let taken = state.receipts.count
        var refusals: [Refusal] = []
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        switch surface {
        case GatewaySurfaces.store: return try restore(bytes)
        case GatewaySurfaces.pull: return answer(toPull: bytes, from: source)
        case GatewaySurfaces.gossip: refusals = take(batch: bytes, origin)
        default:
            do throws(Refusal) {
                try take(bytes, surface, origin)
            } catch {
                refusals = [error]
            }
        }
        try save(from: logCount)
        return Reply(
            refusals: refusals, head: head, stateDigest: stateDigest,
            messages: messages(taken, source))
    }

    /// Stores the rows from a place on, and what follows from them.
    func save(from logCount: Int) throws(GatewayStoreError) {
        guard state.log.count > logCount else { return }
        guard !rules.guards.has(GatewayGuards.accountSum) || state.accounts.isBalanced else {
            throw .refused(
                Refusal(
                    index: nil, by: GatewayGuards.accountSum,
                    message: "accounts are not what was credited and not charged"))
        }
        try noting { () throws(GatewayStoreError) in
            try store.append(
                Array(state.log[logCount...]), at: logCount,
                accounts: state.accounts.takeChanged())
        }
    }

    /// Notes a failure of the store, which ends it.
    private func noting(
        _ change: () throws(GatewayStoreError) -> Void
    ) throws(GatewayStoreError) {
        do throws(GatewayStoreError) {
            try change()
        } catch {
            storeFailure = error
            throw error
        }
    }

    private func take(
        _ bytes: [UInt8], _ surface: Surface, _ origin: Origin
    ) throws(Refusal) {
        switch surface {
        case GatewaySurfaces.vote: try take(vote: bytes, origin)
        case GatewaySurfaces.settlement: try take(settlement: bytes)
        case GatewaySurfaces.order: try take(order: bytes, origin)
        case GatewaySurfaces.receipt:
            try take(receipt: rules.document(bytes, .receipt), origin)
        default: try take(request: rules.document(bytes, .request), surface, origin)
        }
    }

    private func take(receipt document: ReceiptDocument, _ origin: Origin) throws(Refusal) {
        state.append(try rules.receipt(document, state, &meter, origin))
    }

    /// Takes the receipts of a batch. One that is refused stops no other.
    private func take(batch bytes: [UInt8], _ origin: Origin) -> [Refusal] {
        var refusals: [Refusal] = []
        do throws(Refusal) {
            let batch = try rules.batch(rules.document(bytes, .batch))
            for value in batch {
                do throws(Refusal) {
                    try take(receipt: ReceiptDocument(part: value, guards: rules.guards), origin)
                } catch {
                    refusals.append(error)
                }
            }
        } catch {
            refusals.append(error)
        }
        return refusals
    }

    private func take(vote bytes: [UInt8], _ origin: Origin) throws(Refusal) {
        let document = try rules.document(bytes, .vote)
        let (vote, snapshot) = try rules.vote(document, state, &meter, origin)
        state.append(vote, of: snapshot, replacesEarlier: rules.replacesVotes)
    }

    private func take(settlement bytes: [UInt8]) throws(Refusal) {
        let document = try rules.document(bytes, .settlement)
        state.append(try rules.settlement(document, state))
    }

    private func restore(_ bytes: [UInt8]) throws(GatewayStoreError) -> Reply {
        let restored: LedgerState
        do throws(Refusal) {
            let content = try StoreContent(document: bytes, rules.guards)
            restored = try LedgerRestoration(rules: rules)
                .state(of: content, anchor: anchor, &meter)
        } catch {
            return Reply(refusals: [error], head: head, stateDigest: stateDigest)
        }
        try noting { () throws(GatewayStoreError) in
            try store.replace(StoreContent(restored))
        }
        state = restored
        return Reply(refusals: [], head: head, stateDigest: stateDigest)
    }

    /// New receipts for all peers but the one they came from.
    private func messages(_ firstNew: Int, _ source: Source) -> [Reply.Message] {
        guard firstNew < state.receipts.count else { return [] }
        let batch = ReceiptBuilder.batch(state.receipts[firstNew...].map(\.bytes))
        return peers.filter { $0 != source }.map { Reply.Message(target: $0, bytes: batch) }
    }
}

// MARK: Values for a referee

extension GatewaySystem {
    /// The receipts, by position.
    package var receipts: [ReceiptEntry] { state.receipts }
    /// The votes, in the order in which they counted.
    package var votes: [VoteEntry] { state.votes }
    /// The notes, in their chain's order.
    package var notes: [NoteEntry] { state.notes.entries }
    /// The notes' last chain hash; before the first, the network's id.
    package var notesHead: String { state.notes.head }
    /// The tally of each snapshot that has votes.
    package var tallies: [SnapshotTally] { state.tallies }
    package var settlements: [EpochSettlement] { state.settlements }
    /// The units by address that the token is to mint for settlements, in the order in which
    /// addresses first have some.
    package var balances: [(address: String, amount: BigInt)] { state.payable }
    /// The units of all epochs that are minted.
    package var minted: BigInt { state.minted }

    /// The signatures that the gateway has verified since it started, for all sources.
    package var signatureVerificationCount: Int { meter.count }
    package func signatureVerificationCount(from source: Source) -> Int {
        meter.count(from: source)
    }

    /// The point that the ledger has reached, to be kept outside the store.
    package var anchor: LedgerAnchor {
        LedgerAnchor(
            receiptCount: state.receipts.count, head: head,
            settlementCount: state.settlements.count,
            root: state.settlements.last?.snapshot.root ?? state.emptyHead, votes: state.votes,
            noteCount: state.notes.entries.count, notesHead: state.notes.head,
            bound: state.boundRows)
    }

    /// The snapshot of an epoch's next settlement, as every gateway computes it from the ledger;
    /// nil if the epoch cannot have so many receipts or notes.
    ///
    /// - Parameter notes: all that there are where nothing is said.
    package func snapshot(
        epoch: String, receiptCount: Int, total: Int, notes: Int? = nil
    ) -> EpochSnapshot? {
        rules.snapshot(
            epoch: epoch, receiptCount: receiptCount, notes: notes ?? state.notes.entries.count,
            total: BigInt(total), state)
    }

    /// Whether enough validators signed a root.
    package func isQuorate(epoch: String, root: String) -> Bool {
        rules.isQuorum(state.tally(epoch: epoch, root: root)?.weight ?? 0)
    }

    /// The store's content, as the surface `store` takes it.
    package var storeDocument: [UInt8] {
        StoreContent(state).document
    }
}
