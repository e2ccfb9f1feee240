internal import BigInt
internal import Cryptography
internal import GatewayNetwork
internal import PublishedGateways
internal import PythonValues
internal import Routing
internal import Trials

/// The published gateway of a trial, as meant, with the machines around it: honest nodes, peers and
/// the chain of the token. Behind each surface stands an endpoint of its.
///
/// **Determinism:** all of it follows from the setup, the guards and the messages; time is the
/// clock that comes with each of them.
final class PublishedSystem: AttackedGateway {
    /// The choices that a gateway is made with.
    struct Setup {
        let identity: PublishedIdentity
        let nodes: [(name: String, url: String, identity: PublishedIdentity)]
        let peers: [(url: String, source: Source)]
        let guards: Guards
        let seed: String
    }

    /// The token's contract on the chain.
    static let tokenAddress = "0x" + String(repeating: "9", count: 40)

    let setup: Setup
    let surroundings: PublishedSurroundings
    let treasury = PublishedTreasury()
    let directory = PublishedDirectory()
    private(set) var gateway: PublishedGateway
    private(set) var rows: PublishedRows
    private(set) var settlements: [GatewayView.Settlement] = []
    private(set) var mints: [GatewayView.Mint] = []
    /// The body of the last answer, and its status.
    private(set) var lastAnswer: WebAnswer?
    private var counts: [Source: Int] = [:]  // looked up, never iterated

    /// **Throws:** `PythonError` where SQLite fails.
    init(_ setup: Setup) throws {
        self.setup = setup
        surroundings = PublishedSurroundings(
            nodes: setup.nodes, peers: setup.peers, seed: setup.seed)
        let ledger = try PublishedLedger(checks: PublishedGuards.checks(setup.guards))
        gateway = try PublishedGateway(
            identity: setup.identity, ledger: ledger, surroundings: surroundings,
            directory: directory, minter: treasury)
        rows = try PublishedRows(ledger)
    }

    var profile: Profile { .published }
    let surfaces = PublishedSurfaces.all
    var guards: [Guard] { PublishedGuards.all }
    var head: String { rows.receipts.last?.chainHash ?? "" }
    var stateDigest: Digest { rows.digest }
    var peers: [Source] { setup.peers.map(\.source) }

    // MARK: Messages

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        switch surface {
        case GatewaySurfaces.store: return try restore(bytes)
        case PublishedSurfaces.node: return ask(bytes)
        case PublishedSurfaces.directory:
            // Nobody checks who writes: the directory is no gateway's.
            let (key, text) = PublishedSurfaces.ask(bytes)
            directory.publish(
                askText: text, of: PythonText(key),
                at: PublishedSeconds.seconds(milliseconds: clock.milliseconds))
            return Reply(refusals: [], head: head, stateDigest: stateDigest)
        default: break
        }
        let request = try PublishedSurfaces.request(bytes, to: surface)
        let (epochs, mintCount) = (rows.epochs, treasury.mints.count)
        let before = gateway.ledger.checks.verificationCount
        let outcome = gateway.outcome(
            of: request, now: PublishedSeconds.seconds(milliseconds: clock.milliseconds))
        counts[source, default: 0] += gateway.ledger.checks.verificationCount - before
        lastAnswer = outcome.answer
        try rows.read(gateway)
        note(outcome, of: request)
        // Each call is of the snapshot that was stored when it came.
        mints += treasury.mints[mintCount...].map { mint in
            GatewayView.Mint(
                epoch: mint.epoch, root: epochs.first { $0.id == mint.epoch }?.root ?? "",
                payouts: mint.payouts)
        }
        return Reply(
            refusals: refusals(outcome), head: head, stateDigest: stateDigest,
            messages: surroundings.takeTold())
    }

    /// Keeps what a settlement answered: the tables forget one that is settled again.
    private func note(_ outcome: GatewayOutcome, of request: WebRequest) {
        guard request.path == "/epoch/settle", case .accepted = outcome.verdict,
            let snapshot = outcome.value
        else { return }
        settlements.append(
            GatewayView.Settlement(
                bytes: request.body, epoch: snapshot.found("epoch_id").shownText,
                root: snapshot.found("root").shownText, payouts: PublishedRows.payouts(snapshot)))
    }

    /// Checks that stopped the request or a part of it; else the code of its end.
    private func refusals(_ outcome: GatewayOutcome) -> [Refusal] {
        let stopped = gateway.ledger.checks.takeStopped().map { check in
            Refusal(
                index: nil, by: Guard(check.rawValue),
                message: String(decoding: outcome.answer.body.prefix(200), as: UTF8.self))
        }
        switch outcome.verdict {
        case .crashed(let error):
            return stopped + [
                Refusal(index: nil, by: PublishedGuards.crash, message: "\(error)")
            ]
        case .rejected, .malformed, .unknown:
            guard stopped.isEmpty else { return stopped }
            return [
                Refusal(
                    index: nil, by: PublishedGuards.status, message: "\(outcome.answer.status)")
            ]
        case .accepted: return stopped
        }
    }

    /// Asks an honest node, as anybody can who reaches it.
    private func ask(_ bytes: [UInt8]) -> Reply {
        func reply(_ refusals: [Refusal]) -> Reply {
            Reply(refusals: refusals, head: head, stateDigest: stateDigest)
        }
        func refusal(_ message: String) -> Refusal {
            Refusal(index: nil, by: PublishedGuards.status, message: message)
        }
        let (name, rest) = PublishedSurfaces.node(bytes)
        guard let place = surroundings.nodes.firstIndex(where: { $0.name == name }) else {
            return reply([refusal("no node \(name)")])
        }
        guard case .answered(let status, let body) = surroundings.answer(of: place, to: rest)
        else { return reply([refusal("no answer")]) }
        lastAnswer = WebAnswer(status: status, body: body)
        return reply(status == 200 ? [] : [refusal("\(status)")])
    }

    // MARK: The disk

    var storeDocument: [UInt8] { PublishedDisk.document(of: gateway.ledger) }

    /// Starts again from the tables of a document: what the gateway kept in memory alone is lost.
    /// Nothing in them is checked; what is no document of tables is no database.
    private func restore(_ bytes: [UInt8]) throws -> Reply {
        let ledger: PublishedLedger
        do throws(PythonError) {
            ledger = try PublishedDisk.ledger(bytes, PublishedGuards.checks(setup.guards))
            gateway = try PublishedGateway(
                identity: setup.identity, ledger: ledger, surroundings: surroundings,
                directory: directory, minter: treasury)
        } catch {
            return Reply(
                refusals: [Refusal(index: nil, by: PublishedGuards.crash, message: "\(error)")],
                head: head, stateDigest: stateDigest)
        }
        rows = try PublishedRows(ledger)
        try rows.read(gateway)
        return Reply(refusals: [], head: head, stateDigest: stateDigest)
    }

    /// Lets the operator change the tables.
    func change(_ body: (PublishedGateway) throws -> Void) throws {
        try body(gateway)
        try rows.read(gateway)
    }

    /// Proposals with the keys that signatures name.
    var proposals: [(id: String, signers: [String])] {
        gateway.proposals.map { proposal in
            (proposal.id.shown, proposal.signatures.members.map(\.key.shown))
        }
    }

    /// The price of 1,000 tokens, as the gateway tells it; 0 where it tells none.
    func price(at clock: LogicalClock) -> Int {
        let outcome = gateway.outcome(
            of: WebRequest(
                method: "POST", path: "/price/quote",
                body: Array(#"{"input_tokens":1000,"output_tokens":0}"#.utf8)),
            now: PublishedSeconds.seconds(milliseconds: clock.milliseconds))
        guard case .integer(let price)? = outcome.value?.found("milli_glyph_per_1k") else {
            return 0
        }
        return Int(clamping: price)
    }

    /// A page of receipts; nil where the request crashes.
    func pulled(since: String, at clock: LogicalClock) -> [PythonValue]? {
        let since = since.replacing("+", with: "%2B")
        let outcome = gateway.outcome(
            of: WebRequest(
                method: "GET", path: "/pull/receipts", query: "since=\(since)&limit=200"),
            now: PublishedSeconds.seconds(milliseconds: clock.milliseconds))
        guard case .list(let page)? = outcome.value else { return nil }
        return page
    }

    var lastAnswerBody: [UInt8]? { lastAnswer?.body }

    // MARK: Service

    /// The first request that crashes of those that all rely on; nil where all are answered.
    /// They are put to a gateway that starts from the same tables.
    ///
    /// **Throws:** `PythonError` where SQLite fails.
    func complaintOfService() throws -> String? {
        let copy = try PublishedGateway(
            identity: setup.identity,
            ledger: try PublishedDisk.ledger(storeDocument, PublishedGuards.checks(setup.guards)),
            surroundings: surroundings)
        for request in [
            WebRequest(method: "GET", path: "/receipts"),
            WebRequest(method: "GET", path: "/pull/receipts", query: "limit=-1"),
            WebRequest(
                method: "POST", path: "/epoch/settle", body: Array(#"{"total_amount":1000}"#.utf8)),
        ] {
            if case .crashed(let error) = copy.outcome(of: request, now: PythonFloat(0)).verdict {
                return "\(request.path) crashes for ever: \(error)"
            }
        }
        return nil
    }

    // MARK: Values

    var receipts: [GatewayView.Receipt] { rows.receipts }
    var votes: [[UInt8]] { rows.votes }
    var tallies: [GatewayView.Tally] { rows.tallies }
    var epochs: [GatewayView.Epoch] { rows.epochs }
    var receiptCount: Int { rows.receipts.count }
    var voteCount: Int { rows.votes.count }
    var settlementCount: Int { settlements.count }
    var accounts: [(user: String, balance: Int)] { rows.accounts }
    var furtherLines: [String] { rows.furtherLines }
    var balances: [(address: String, amount: BigInt)] {
        var balances: [(address: String, amount: BigInt)] = []
        for (address, amount) in mints.flatMap(\.payouts) {
            if let place = balances.firstIndex(where: { $0.address == address }) {
                balances[place].amount += amount
            } else {
                balances.append((address, amount))
            }
        }
        return balances
    }
    func signatureVerificationCount(from source: Source) -> Int { counts[source] ?? 0 }
}
